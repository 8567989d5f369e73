import { refuse } from "#lib/lake/attempt.ts";
import type { LakeOutcome, LakePlace } from "#lib/lake/lake.ts";
import { callRaw } from "#lib/lake/raw-call.ts";

/**
 * Changes owner or group and nothing else. The SDK can only do so by sending an ACL along, which would undo a change
 * that somebody made between reading and writing it.
 */
export async function setOwner(
  lakeUrl: string,
  place: LakePlace,
  change: { owner?: string; group?: string; token: string; correlationId: string },
): Promise<LakeOutcome<void>> {
  const headers: Record<string, string> = {};
  if (change.owner !== undefined) {
    headers["x-ms-owner"] = change.owner;
  }
  if (change.group !== undefined) {
    headers["x-ms-group"] = change.group;
  }
  const answer = await callRaw(lakeUrl, {
    method: "PATCH",
    place,
    query: "action=setAccessControl",
    headers,
    token: change.token,
    correlationId: change.correlationId,
  });
  return answer.status === 200 ? { ok: true, value: undefined } : refuse(answer);
}
