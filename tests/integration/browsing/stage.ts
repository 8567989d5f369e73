import type { AuthorizedOrganization, OrgRole } from "#lib/auth/actor.ts";
import { createFolder } from "#lib/folders/create-folder.ts";
import { grantAccess } from "#lib/grants/grant-access.ts";
import { onboardOrganization } from "#lib/organizations/onboard-organization.ts";
import { addPerson } from "#lib/people/add-person.ts";
import { cast } from "#tests/cast.ts";
import type { World } from "#tests/integration/browsing/world.ts";

type Level = "reader" | "contributor";

/** One organization on the stage; folders by `zone/name/name`, the partition by `zone`. */
export type StagedOrganization = {
  proof: AuthorizedOrganization;
  partitionOf(zone: string): string;
  add(address: string, orgRole: OrgRole): Promise<string>;
  folder(zone: string, names: string[], more?: { isPrivate?: boolean }): Promise<string>;
  grant(folder: string, address: string, level: Level): Promise<void>;
};

const correlationId = "stage-setting";

/** Onboards an organization by the product's own use cases; the worker has not run yet. */
export async function stageOrganization(world: World, name: string): Promise<StagedOrganization> {
  const { recording, admin } = world;
  const made = must(await onboardOrganization(recording, admin, { name, correlationId }));
  const proof: AuthorizedOrganization = {
    brand: "authorized-organization",
    ...made.organization,
    orgRole: null,
  };
  const rows = await world.database.owner(
    `SELECT z.name AS zone, p.directory, f.id FROM partition p
     JOIN zone z ON z.id = p.zone_id JOIN folder f ON f.partition_id = p.id AND f.parent_id IS NULL
     WHERE p.organization_id = $1`,
    [proof.id],
  );
  const ids = new Map<string, string>(rows.map((row) => [row.zone, row.id]));
  const people = new Map<string, string>();
  return {
    proof,
    partitionOf: (zone) => rows.find((row) => row.zone === zone).directory,
    add: async (address, orgRole) => {
      const { personId } = must(
        await addPerson(recording, admin, { organization: proof, address, orgRole, correlationId }),
      );
      people.set(address, personId);
      return personId;
    },
    folder: async (zone, names, more = {}) => {
      const parentId = ids.get([zone, ...names.slice(0, -1)].join("/")) ?? "";
      const name = names.at(-1) ?? "";
      const { folder } = must(
        await createFolder(recording, admin, { organization: proof, parentId, name, correlationId, ...more }),
      );
      ids.set([zone, ...names].join("/"), folder.id);
      return folder.id;
    },
    grant: async (folder, address, level) => {
      must(
        await grantAccess(recording, admin, {
          organization: proof,
          folderId: ids.get(folder) ?? "",
          personId: people.get(address) ?? "",
          level,
          reason: "the story",
          expiresAt: null,
          correlationId,
        }),
      );
    },
  };
}

/** Contoso with two sites and Fabrikam with one; who may what is read off the grants. */
export async function stageStory(world: World) {
  const contoso = await stageOrganization(world, "Contoso Dairy");
  const fabrikam = await stageOrganization(world, "Fabrikam Pharma");
  await contoso.add(cast.contosoAdmin.address, "admin");
  await contoso.add(cast.contosoReader.address, "member");
  await contoso.add(cast.contosoContributor.address, "member");
  await contoso.add(cast.contosoPending.address, "member");
  await fabrikam.add(cast.fabrikamAdmin.address, "admin");
  await fabrikam.add(cast.fabrikamReader.address, "member");
  await contoso.folder("curated", ["Site Alkmaar"]);
  await contoso.folder("curated", ["Site Alkmaar", "Line 1"]);
  await contoso.folder("curated", ["Site Board"], { isPrivate: true });
  await contoso.folder("raw", ["Site Alkmaar"]);
  await fabrikam.folder("curated", ["Secret Plant"]);
  await contoso.grant("curated/Site Alkmaar", cast.contosoReader.address, "reader");
  await contoso.grant("curated/Site Alkmaar", cast.contosoContributor.address, "contributor");
  await contoso.grant("raw/Site Alkmaar", cast.contosoContributor.address, "reader");
  await contoso.grant("curated/Site Alkmaar", cast.contosoPending.address, "reader");
  await fabrikam.grant("curated/Secret Plant", cast.fabrikamReader.address, "contributor");
  await world.settle();
  return { contoso, fabrikam };
}

function must<T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> {
  if (!result.ok) {
    throw new Error(`The stage was refused: ${JSON.stringify(result)}`);
  }
  return result as Extract<T, { ok: true }>;
}
