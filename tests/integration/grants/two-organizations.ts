import type { Actor, AuthorizedOrganization } from "#lib/auth/actor.ts";
import type { DirectoryPerson } from "#lib/entra/directory.ts";
import { createFolder } from "#lib/folders/create-folder.ts";
import { grantAccess } from "#lib/grants/grant-access.ts";
import { defineZone } from "#lib/organizations/define-zone.ts";
import { onboardOrganization } from "#lib/organizations/onboard-organization.ts";
import { addPerson } from "#lib/people/add-person.ts";
import { createDatabase, type Database } from "#lib/platform/db.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";
import { cast } from "#tests/cast.ts";
import { startTestDatabase } from "#tests/integration/organizations/database.ts";
import { createMemoryCloud } from "#tests/integration/organizations/memory-cloud.ts";
import {
  actorOf,
  authorized,
  createMemoryJobs,
  platformAdmin,
  workerOver,
} from "#tests/integration/organizations/story.ts";

export const correlationId = "refusals-test";
const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

/** One organization with its admin acting, and the root folders of its partitions. */
export type Side = { proof: AuthorizedOrganization; admin: Actor; raw: string; curated: string };

/** Two onboarded organizations on a real database as the app's role, and a clock that the test turns. */
export type TwoOrganizations = {
  services: RecordingServices;
  operator: Actor;
  dairy: Side;
  pharma: Side;
  now: () => Date;
  later: (milliseconds: number) => void;
  countEvents: (event: string, subjectPersonId: string) => Promise<number>;
  folder: (side: Side, made: NewFolder) => ReturnType<typeof createFolder>;
  add: (side: Side, address: string) => ReturnType<typeof addPerson>;
  grant: (side: Side, given: NewGrant) => ReturnType<typeof grantAccess>;
  close: () => Promise<void>;
};

type NewFolder = { parentId: string; name: string; isPrivate?: boolean; isStructureOnly?: boolean };
type NewGrant = {
  folderId: string;
  personId: string;
  level?: "reader" | "contributor";
  expiresAt?: Date | null;
};
type Member = { oid: string; name: string; address: string };

/** The value of a result that must not be a refusal. */
export function must<T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) {
    throw new Error(`Refused: ${JSON.stringify(result)}`);
  }
  return result as Extract<T, { ok: true }>;
}

export async function startTwoOrganizations(): Promise<TwoOrganizations> {
  const database = await startTestDatabase();
  const app = createDatabase(database.appUrl);
  const worker = createDatabase(database.workerUrl);
  let now = new Date("2026-11-20T12:00:00Z");
  const services = {
    ...workerOver(app, createMemoryCloud(people), createMemoryJobs()),
    clock: { now: () => now },
  };
  const operator = await platformAdmin(worker);
  for (const zone of [
    { name: "raw", title: "Raw", isClosed: true, position: 1 },
    { name: "curated", title: "Curated", isClosed: false, position: 2 },
  ]) {
    must(await defineZone(services, operator, { ...zone, correlationId }));
  }
  const by = { services, operator, worker };
  return {
    services,
    operator,
    dairy: await openSide(by, "Contoso Dairy", cast.contosoAdmin),
    pharma: await openSide(by, "Fabrikam Pharma", cast.fabrikamAdmin),
    now: () => now,
    later: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    },
    countEvents: (event, subjectPersonId) =>
      worker.within(everywhere, (transaction) =>
        transaction.auditEvent.count({ where: { event, subjectPersonId } }),
      ),
    folder: (side, made) =>
      createFolder(services, side.admin, { organization: side.proof, correlationId, ...made }),
    add: (side, address) =>
      addPerson(services, side.admin, {
        organization: side.proof,
        address,
        orgRole: "member",
        correlationId,
      }),
    grant: (side, given) => {
      const usual = { level: "reader", reason: "test", expiresAt: null } as const;
      return grantAccess(services, side.admin, {
        organization: side.proof,
        correlationId,
        ...usual,
        ...given,
      });
    },
    close: async () => {
      await app.close();
      await worker.close();
      await database.close();
    },
  };
}

const people = [
  directoryPerson(cast.contosoAdmin),
  directoryPerson(cast.contosoReader),
  directoryPerson(cast.contosoPending, { redemption: "pending" }),
  directoryPerson(cast.fabrikamAdmin),
  directoryPerson(cast.fabrikamReader),
  directoryPerson(cast.contosoContributor, { isEnabled: false }),
];

function directoryPerson(member: Member, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
  const { oid: objectId, name, address } = member;
  return { objectId, name, address, userType: "guest", isEnabled: true, redemption: "redeemed", ...more };
}

async function openSide(
  { services, operator, worker }: { services: RecordingServices; operator: Actor; worker: Database },
  name: string,
  member: Member,
): Promise<Side> {
  const { organization } = must(await onboardOrganization(services, operator, { name, correlationId }));
  const proof = authorized(organization, "admin");
  const { address } = member;
  const { personId } = must(
    await addPerson(services, operator, { organization: proof, address, orgRole: "admin", correlationId }),
  );
  const membership = { organizationId: proof.id, slug: proof.slug, name, orgRole: "admin" } as const;
  const roots = await worker.within(everywhere, (transaction) =>
    transaction.folder.findMany({
      where: { organizationId: proof.id, parentId: null },
      include: { partition: { include: { zone: true } } },
    }),
  );
  const rootOf = (zone: string) => roots.find((root) => root.partition.zone.name === zone)?.id ?? "";
  return {
    proof,
    admin: actorOf(member, { personId, memberships: [membership] }),
    raw: rootOf("raw"),
    curated: rootOf("curated"),
  };
}
