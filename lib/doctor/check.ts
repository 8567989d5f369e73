import type { Services } from "#lib/platform/services.ts";

/** What one check found: `detail` says what is, `mend` what to do about it (empty when nothing is). */
export type Finding = { state: "ok" | "warning" | "failed"; detail: string; mend: string };

/** One question about an installation. It changes nothing. A thrown error counts as failed, in its own words. */
export type Check = {
  id: string;
  title: string;
  run(services: Services): Promise<Finding>;
};

/** All is well, and how that shows. */
export function fine(detail: string): Finding {
  return { state: "ok", detail, mend: "" };
}

/** Something works but should be otherwise. */
export function doubtful(detail: string, mend: string): Finding {
  return { state: "warning", detail, mend };
}

/** Something does not work. */
export function broken(detail: string, mend: string): Finding {
  return { state: "failed", detail, mend };
}
