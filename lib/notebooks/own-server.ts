import type { Actor } from "#lib/auth/actor.ts";
import type { Scope } from "#lib/platform/db.ts";
import type { Services } from "#lib/platform/services.ts";

/** A row of the actor's own, whichever organization it was started in. */
export type OwnServer = { id: string; name: string; organizationId: string; folderId: string };

/** Finds one of the actor's own servers; a person may end theirs also after leaving the organization. */
export function findOwnServer(
  services: Pick<Services, "db">,
  actor: Actor,
  serverId: string,
): Promise<OwnServer | null> {
  const scope = { personId: actor.personId, organizationIds: [], isPlatformAdmin: false };
  return services.db.within(scope, (transaction) =>
    transaction.notebookServer.findFirst({
      where: { id: serverId, personId: actor.personId },
      select: { id: true, name: true, organizationId: true, folderId: true },
    }),
  );
}

/** The scope in which such a row is changed: the audit of its organization hears of it. */
export function serverScope(actor: Actor, server: OwnServer): Scope {
  return { personId: actor.personId, organizationIds: [server.organizationId], isPlatformAdmin: false };
}
