import type { LakeOutcome } from "#lib/lake/lake.ts";
import { describeLakeFailure, type LakeFailure, readLakeError } from "#lib/lake/read-lake-error.ts";
import { SenderError } from "#lib/lake/sender-error.ts";
import { AppError } from "#lib/platform/errors.ts";

type LakeRefused = Extract<LakeOutcome<never>, { ok: false }>;

/** Runs one SDK call and turns its exception into a refusal; what nobody planned is thrown as `lake_unavailable`. */
export async function attempt<T>(call: () => Promise<T>): Promise<LakeOutcome<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return judge(error);
  }
}

/** The refusal behind an exception of the SDK; throws AppError when it is none. */
function judge(error: unknown): LakeRefused {
  if (
    error instanceof AppError ||
    error instanceof SenderError ||
    (error instanceof Error && error.name === "AbortError")
  ) {
    throw error;
  }
  return refuse(describeLakeFailure(error), error);
}

/** The refusal that an answer means; throws AppError `lake_unavailable` when it means none. */
export function refuse(failure: LakeFailure, cause?: unknown): LakeRefused {
  const verdict = readLakeError(failure);
  if (verdict.kind === "fault") {
    const where = verdict.requestId === null ? "" : ` (request ${verdict.requestId})`;
    throw new AppError("lake_unavailable", `The lake answered ${verdict.code}${where}.`, { cause });
  }
  return { ok: false, refusal: verdict.refusal, code: verdict.code, requestId: verdict.requestId };
}
