import type { Database } from "#lib/platform/db.ts";
import type { MemoryCloud } from "#tests/integration/organizations/memory-cloud.ts";

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

/**
 * Everything that is there of one organization, in database, Entra and lake, one line each, with ids and the random
 * suffix replaced by what they stand for: equal texts mean equal worlds. Groups that nothing wants show as orphans.
 */
export async function describeEndState(
  db: Database,
  cloud: MemoryCloud,
  organizationId: string,
): Promise<string[]> {
  const rows = await db.within(everywhere, async (transaction) => ({
    organization: await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } }),
    partitions: await transaction.partition.findMany({ where: { organizationId }, include: { zone: true } }),
    folders: await transaction.folder.findMany({
      where: { organizationId },
      include: { accessGroups: true, partition: { include: { zone: true } } },
    }),
    memberships: await transaction.membership.findMany({
      where: { organizationId },
      include: { person: true },
    }),
    grants: await transaction.grant.findMany({
      where: { organizationId },
      include: { person: true, folder: true },
    }),
    connections: await transaction.pipelineConnection.findMany({ where: { organizationId } }),
    events: await transaction.auditEvent.findMany({ where: { organizationId } }),
  }));
  const plain = nameReplacer(rows);
  const lines = [
    `organization ${rows.organization.slug} M=${rows.organization.membersGroupId}`,
    ...rows.partitions.map((partition) => `partition ${partition.zone.name}/${partition.directory}`),
    ...rows.folders.map(
      (folder) => `folder ${folder.partition.zone.name}/${folder.path} ${folder.bornAt ? "born" : "unborn"}`,
    ),
    ...rows.memberships.map((membership) => `membership ${membership.person.address} ${membership.orgRole}`),
    ...rows.grants.map(
      (grant) => `grant ${grant.person.address} ${grant.level} ${grant.folder.path} ${grant.endedAt}`,
    ),
    ...rows.connections.map((connection) => `connection ${connection.folderId}`),
    ...rows.events.map((event) => `event ${event.event} ${event.folderId} ${event.subjectPersonId}`),
    ...[...cloud.groups].map(([id, group]) => `group ${id}: ${[...group.members].sort().join(" ")}`),
    ...[...cloud.directories].map(([path, found]) => `directory ${path} ${found.permissions} ${found.acl}`),
  ];
  return lines.map(plain).sort();
}

type Rows = {
  organization: { membersGroupId: string | null };
  partitions: { directory: string; zone: { name: string } }[];
  folders: {
    id: string;
    path: string;
    partition: { directory: string; zone: { name: string } };
    accessGroups: { level: string; objectId: string | null }[];
  }[];
};

function nameReplacer(rows: Rows): (line: string) => string {
  const names = new Map<string, string>();
  names.set(rows.organization.membersGroupId ?? "-", "<M>");
  for (const folder of rows.folders) {
    const below = folder.path.slice(folder.partition.directory.length) || "/";
    const label = `${folder.partition.zone.name}${below}`;
    names.set(folder.id, `<${label}>`);
    for (const group of folder.accessGroups) {
      names.set(group.objectId ?? "-", `<${label} ${group.level}>`);
    }
  }
  for (const partition of rows.partitions) {
    names.set(partition.directory, `<partition ${partition.zone.name}>`);
  }
  const pattern = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return (line) => {
    let text = line;
    for (const partition of rows.partitions) {
      text = text.replaceAll(partition.directory, names.get(partition.directory) ?? "");
    }
    return text.replace(pattern, (id) => names.get(id) ?? `<orphan ${id.slice(0, 2)}>`);
  };
}
