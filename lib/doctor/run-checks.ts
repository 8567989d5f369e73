import { broken, type Check, type Finding } from "#lib/doctor/check.ts";
import { databaseChecks } from "#lib/doctor/database-checks.ts";
import { entraChecks } from "#lib/doctor/entra-checks.ts";
import { hubChecks } from "#lib/doctor/hub-checks.ts";
import { lakeChecks } from "#lib/doctor/lake-checks.ts";
import type { Services } from "#lib/platform/services.ts";

/** Every check of an installation, in the order in which one failure explains the next. */
export const allChecks: readonly Check[] = [...databaseChecks, ...entraChecks, ...lakeChecks, ...hubChecks];

/** A check and what it found. */
export type CheckResult = Finding & { id: string; title: string };

/** Runs the checks one after the other and yields each as it is known; none stops the others. */
export async function* runChecks(services: Services): AsyncGenerator<CheckResult> {
  for (const check of allChecks) {
    const finding = await check
      .run(services)
      .catch((error: unknown) => broken(wordsOf(error), "See the detail."));
    yield { id: check.id, title: check.title, ...finding };
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
