import { parseBits } from "#emulators/lake/access/bits.ts";
import { demand } from "#emulators/lake/access/gate.ts";
import { type Action, actions } from "#emulators/lake/access/roles.ts";
import { type Call, queryOf, type Reply } from "#emulators/lake/call.ts";
import { stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { ancestorsOf, locate, targetOf } from "#emulators/lake/wire/locate.ts";
import { badQuery, Refusal } from "#emulators/lake/wire/refusal.ts";

/** `HEAD ?action=checkAccess&fsAction=rwx` (Path - Get Properties): 200 when all asked bits are granted, else 403. */
export function checkAccess(call: Call): Reply {
  const text = queryOf(call, "fsaction");
  if (text === undefined)
    throw new Refusal("MissingRequiredQueryParameter", { details: { QueryParameterName: "fsAction" } });
  const wanted = parseBits(text);
  if (wanted === undefined) throw badQuery("fsAction", text);
  const located = locate(call);
  const target = targetOf(call, located);
  demand(call, { actions: actionsFor(wanted), ancestors: ancestorsOf(call, located), target, wanted });
  if (!located.target) throw new Refusal("PathNotFound");
  return { status: 200, headers: stampHeaders(located.target) };
}

/** A role that writes also reads in every built-in role; asking for w means asking for write. */
function actionsFor(wanted: number): Action[] {
  return wanted & 2 ? [actions.write] : [actions.read];
}
