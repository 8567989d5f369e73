import type { Actor } from "#lib/auth/actor.ts";
import type { BrowseRefusal, BrowsingServices, Place } from "#lib/browsing/browsing.ts";
import { feltBy } from "#lib/browsing/judge-reach.ts";
import { listGivers, listGrantedFolders } from "#lib/browsing/queries.ts";
import type { LakeOutcome } from "#lib/lake/lake.ts";

/** What the lake answered when it did not answer with a value. */
export type LakeNo = Extract<LakeOutcome<never>, { ok: false }>;

/** Whether the person wanted to see something or to change something. */
export type Intent = "read" | "write";

type Situation = "pass" | "absent" | "not_granted" | "not_yet_felt" | "withheld" | "read_only";

/**
 * Which kind of refusal this is. Without a grant, forbidden and absent are one answer: nothing is said of what lies
 * inside. A `forbidden` to somebody with a grant is either too young, or (for a write) beyond the level, or a fault.
 */
export function judgeRefusal(
  place: Pick<Place, "reach" | "zone">,
  no: LakeNo,
  asked: { intent: Intent; now: Date },
): Situation {
  if (no.refusal !== "forbidden" && no.refusal !== "absent") {
    return "pass";
  }
  if (place.reach === null) {
    return "not_granted";
  }
  if (no.refusal === "absent") {
    return "absent";
  }
  if (asked.intent === "write" && (place.reach.level === "reader" || place.zone.isClosed)) {
    return "read_only";
  }
  return asked.now < feltBy(place.reach.grantedAt) ? "not_yet_felt" : "withheld";
}

/** Turns the lake's refusal into words' material: who can give access, since when it was granted, until when to wait. */
export async function explainRefusal(
  services: BrowsingServices,
  actor: Actor,
  refused: { place: Place; no: LakeNo; intent: Intent },
): Promise<{ ok: false } & BrowseRefusal> {
  const { place, no, intent } = refused;
  const situation = judgeRefusal(place, no, { intent, now: services.clock.now() });
  if (situation === "pass") {
    return passOn(no);
  }
  if (situation === "absent") {
    return { ok: false, refusal: "absent" };
  }
  if (situation === "not_yet_felt" && place.reach !== null) {
    const { grantedAt } = place.reach;
    return { ok: false, refusal: "not_yet_felt", grantedAt, feltBy: feltBy(grantedAt) };
  }
  const folderName = place.folder.name;
  const givers = await listGivers(services, actor, place.organization.id);
  if (situation === "read_only") {
    return { ok: false, refusal: "read_only", folderName, isClosedZone: place.zone.isClosed, givers };
  }
  if (situation === "withheld") {
    return { ok: false, refusal: "withheld", folderName, givers, requestId: no.requestId };
  }
  return {
    ok: false,
    refusal: "not_granted",
    folderName,
    givers,
    ownBelow: await below(services, actor, place),
  };
}

async function below(services: BrowsingServices, actor: Actor, place: Place) {
  const granted = await listGrantedFolders(services, actor);
  return granted.filter(
    (folder) => folder.zone === place.zone.name && folder.path.startsWith(`${place.lake.path}/`),
  );
}

function passOn(no: LakeNo): { ok: false } & BrowseRefusal {
  switch (no.refusal) {
    case "firewalled":
      return { ok: false, refusal: "firewalled", requestId: no.requestId };
    case "invalid":
      return { ok: false, refusal: "invalid", code: no.code };
    case "forbidden":
    case "absent":
      return { ok: false, refusal: "absent" };
    default:
      return { ok: false, refusal: no.refusal };
  }
}
