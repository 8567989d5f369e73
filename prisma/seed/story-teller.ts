import type { Actor, ActorMembership } from "#lib/auth/actor.ts";
import type { DirectoryPerson } from "#lib/entra/directory.ts";
import { recordPerson } from "#lib/people/record-person.ts";
import { secondsAfter } from "#lib/platform/clock.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** The use cases' services on a clock that the story turns: what it records carries the time at which it happened. */
export type StoryTeller = {
  services: RecordingServices;
  /** Turns the clock to a moment; from there every step takes a minute. */
  turnTo: (moment: Date) => void;
  /** One step's correlation id; the clock goes on. */
  step: () => { correlationId: string };
};

const stepSeconds = 60;

/** Nothing is queued: when everything is recorded, the rows themselves say what there is to do. */
export function createStoryTeller(worker: WorkerServices): StoryTeller {
  let now = worker.clock.now();
  const services: RecordingServices = {
    env: worker.env,
    db: worker.db,
    ids: worker.ids,
    directory: worker.directory,
    clock: { now: () => now },
    jobs: { enqueue: async () => undefined },
  };
  return {
    services,
    turnTo: (moment) => {
      now = moment;
    },
    step: () => {
      now = secondsAfter(now, stepSeconds);
      return { correlationId: worker.ids.uuid() };
    },
  };
}

/** A demo person acting, as sign-in would load them. Throws when the directory does not know the address. */
export async function actAs(
  { services }: StoryTeller,
  address: string,
  given: { isPlatformAdmin: boolean; memberships: readonly ActorMembership[] },
): Promise<Actor> {
  const found = await services.directory.findPersonByAddress(address);
  if (found === null) {
    throw new Error(`The directory knows no ${address}: the story cannot be told.`);
  }
  return { ...given, ...(await describe(services, found)), brand: "actor", sessionId: null };
}

async function describe(services: RecordingServices, found: DirectoryPerson) {
  const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };
  const personId = await services.db.within(everywhere, (transaction) =>
    recordPerson(services, transaction, found),
  );
  return {
    personId,
    tenantId: services.env.ENTRA_TENANT_ID,
    objectId: found.objectId,
    name: found.name,
    address: found.address,
    isGuest: found.userType === "guest",
  };
}

/** The value of a use case that the story relies on; a refusal ends it with its name. */
export function expectDone<T extends { ok: boolean }>(what: string, result: T): Extract<T, { ok: true }> {
  if (!isDone(result)) {
    throw new Error(`The story stops at ${what}: ${JSON.stringify(result)}`);
  }
  return result;
}

function isDone<T extends { ok: boolean }>(result: T): result is Extract<T, { ok: true }> {
  return result.ok;
}
