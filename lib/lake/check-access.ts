import { refuse } from "#lib/lake/attempt.ts";
import type { LakeOutcome, LakePlace, LakeToken } from "#lib/lake/lake.ts";
import { callRaw } from "#lib/lake/raw-call.ts";
import type { LakeFailure } from "#lib/lake/read-lake-error.ts";

/**
 * Asks the lake whether the token's holder has all of `bits` ("r-x") on the place; one HEAD.
 * Path - Get Properties with action=checkAccess (REST reference, 2026-11).
 */
export async function checkAccess(
  lakeUrl: string,
  token: LakeToken,
  question: { place: LakePlace; bits: string; correlationId: string },
): Promise<LakeOutcome<boolean>> {
  const answer = await callRaw(lakeUrl, {
    method: "HEAD",
    place: question.place,
    query: `action=checkAccess&fsAction=${question.bits}`,
    token: token.value,
    correlationId: question.correlationId,
  });
  return readCheck(answer);
}

/** 200 is yes, a plain 403 is no; everything else is judged like any other answer. */
export function readCheck(answer: LakeFailure): LakeOutcome<boolean> {
  if (answer.status === 200) {
    return { ok: true, value: true };
  }
  const refused = refuse(answer);
  return refused.refusal === "forbidden" ? { ok: true, value: false } : refused;
}
