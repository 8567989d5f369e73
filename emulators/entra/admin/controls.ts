import { z } from "zod";
import type { AdminRequest } from "#emulators/entra/admin/request.ts";
import { claimsOf, type StepUp } from "#emulators/entra/controls.ts";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import { storageAudience } from "#emulators/entra/resource.ts";
import type { World } from "#emulators/entra/world.ts";

const conditionSchema = z.strictObject({
  resource: z.string().default(storageAudience),
  personId: z.guid().nullable().default(null),
});
const controlsSchema = z.strictObject({
  tokenLifetimeSeconds: z.number().int().positive().nullable().optional(),
  clockOffsetMs: z.number().optional(),
  replicationDelayMs: z.number().nonnegative().optional(),
  blocked: z.array(conditionSchema).optional(),
  faults: z
    .array(
      z.strictObject({
        /** A regular expression over Graph's path, for example `/groups/.+/members`. */
        pathPattern: z.string(),
        method: z.string().nullable().default(null),
        status: z.number().int().min(400).max(599).nullable().default(null),
        retryAfterSeconds: z.number().nullable().default(null),
        delayMs: z.number().nonnegative().default(0),
        times: z.number().int().positive().default(1),
      }),
    )
    .optional(),
});

/** All controls as they stand. */
export function readControls(world: World): Reply {
  return jsonReply(200, world.controls);
}

/** Changes the named controls; `faults` and `blocked` replace the earlier lists. */
export function changeControls(world: World, { body }: AdminRequest): Reply {
  const parsed = controlsSchema.parse(body);
  const given = Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
  Object.assign(world.controls, given);
  return jsonReply(200, world.controls);
}

/** Demands a second factor at a resource (default Storage), of one person or of all; answers the claims challenge. */
export function demandStepUp(world: World, { body }: AdminRequest): Reply {
  const stepUp: StepUp = { id: crypto.randomUUID(), ...conditionSchema.parse(body) };
  world.controls.stepUps.push(stepUp);
  return jsonReply(201, { ...stepUp, claims: claimsOf(stepUp) });
}

/** Lifts every step-up. */
export function liftStepUps(world: World): Reply {
  world.controls.stepUps = [];
  return jsonReply(200, world.controls);
}
