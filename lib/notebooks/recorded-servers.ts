import type { RecordedServer } from "#lib/notebooks/judge-servers.ts";
import { aliveStates } from "#lib/notebooks/notebook-server.ts";
import type { Transaction } from "#lib/platform/db.ts";
import { nobody } from "#lib/platform/db.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";

/** A recorded server with whose it is, as ending it needs. */
export type WorkerServer = RecordedServer & { personId: string; organizationId: string; folderId: string };

/** Everything that the records take for alive, of all organizations; the worker's own right to sweep. */
export async function readRecordedServers(services: Pick<WorkerServices, "db">): Promise<WorkerServer[]> {
  const rows = await services.db.within(nobody, readRows);
  const people = [...new Set(rows.map((row) => row.personId))];
  const standings = new Map(
    await Promise.all(people.map(async (id) => [id, await readStanding(services, id)] as const)),
  );
  return rows.flatMap(({ state, delegation, ...row }) => {
    const standing = standings.get(row.personId);
    const alive = aliveStates.find((one) => one === state);
    if (alive === undefined) {
      return [];
    }
    return [
      {
        ...row,
        state: alive,
        hubUser: standing?.hubUser ?? "",
        delegatedUntil: delegation?.endedAt === null ? delegation.until : null,
        mayGoOn: standing?.organizations.has(row.organizationId) ?? false,
      },
    ];
  });
}

function readRows(transaction: Transaction) {
  return transaction.notebookServer.findMany({
    where: { state: { in: [...aliveStates] } },
    select: {
      id: true,
      name: true,
      state: true,
      createdAt: true,
      personId: true,
      organizationId: true,
      folderId: true,
      delegation: { select: { until: true, endedAt: true } },
    },
  });
}

/** The person's name at the Hub and the organizations in which they may still run something; none once disabled. */
async function readStanding(services: Pick<WorkerServices, "db">, personId: string) {
  const scope = { personId, organizationIds: [], isPlatformAdmin: false };
  return services.db.within(scope, async (transaction) => {
    const hubUser = await transaction.hubUser.findUnique({ where: { personId }, select: { name: true } });
    const person = await transaction.person.findUnique({ where: { id: personId }, select: { state: true } });
    const memberships = await transaction.membership.findMany({
      where: { personId },
      select: { organizationId: true },
    });
    const isRedeemed = person?.state === "redeemed";
    return {
      hubUser: hubUser?.name ?? "",
      organizations: new Set(isRedeemed ? memberships.map((one) => one.organizationId) : []),
    };
  });
}
