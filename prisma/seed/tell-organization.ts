import type { Actor, AuthorizedOrganization } from "#lib/auth/actor.ts";
import { createFolder } from "#lib/folders/create-folder.ts";
import { connectPipeline } from "#lib/organizations/connect-pipeline.ts";
import { onboardOrganization } from "#lib/organizations/onboard-organization.ts";
import { addPerson } from "#lib/people/add-person.ts";
import { daysAfter } from "#prisma/seed/calendar.ts";
import type { StoryFolder, StoryOrganization } from "#prisma/seed/places.ts";
import { actAs, expectDone, type StoryTeller } from "#prisma/seed/story-teller.ts";

/** An organization of the story as far as it has been told. */
export type ToldOrganization = {
  story: StoryOrganization;
  proof: AuthorizedOrganization;
  admin: Actor;
  /** Ids by `zone/path below the partition`; `zone/` is the partition itself. */
  folders: Map<string, FolderPlace>;
};

export type FolderPlace = { id: string; zone: string; path: string };

const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

/** Onboards it (day 1), lets its admin build the folders (day 2), connects the pipeline; what is there is left alone. */
export async function tellOrganization(
  teller: StoryTeller,
  operator: Actor,
  input: { story: StoryOrganization; firstDay: Date; pipelineObjectId: string },
): Promise<ToldOrganization> {
  const { story, firstDay, pipelineObjectId } = input;
  teller.turnTo(new Date(firstDay.getTime() + 9 * 3_600_000));
  const proof = await onboard(teller, operator, story);
  const adminInput = { organization: proof, address: story.admin, orgRole: "admin" as const };
  expectDone("its admin", await addPerson(teller.services, operator, { ...adminInput, ...teller.step() }));
  const admin = await actAs(teller, story.admin, {
    isPlatformAdmin: false,
    memberships: [{ organizationId: proof.id, slug: proof.slug, name: proof.name, orgRole: "admin" }],
  });
  teller.turnTo(daysAfter(new Date(firstDay.getTime() + 9.5 * 3_600_000), 1));
  const folders = await loadFolders(teller, proof.id);
  for (const folder of story.folders) {
    await makeFolder(teller, { story, proof, admin, folders }, folder);
  }
  for (const { id } of connectedFolders(story, folders)) {
    const connection = {
      organization: proof,
      name: "Device gateway",
      objectId: pipelineObjectId,
      folderId: id,
    };
    expectDone(
      "its pipeline",
      await connectPipeline(teller.services, operator, { ...connection, ...teller.step() }),
    );
  }
  return { story, proof, admin, folders };
}

async function onboard(
  teller: StoryTeller,
  operator: Actor,
  { name, slug }: StoryOrganization,
): Promise<AuthorizedOrganization> {
  const known = await teller.services.db.within(everywhere, (transaction) =>
    transaction.organization.findUnique({ where: { slug } }),
  );
  const { id } =
    known ??
    expectDone(
      "onboarding",
      await onboardOrganization(teller.services, operator, { name, slug, ...teller.step() }),
    ).organization;
  return { brand: "authorized-organization", id, slug, name, orgRole: null };
}

async function makeFolder(teller: StoryTeller, told: ToldOrganization, folder: StoryFolder): Promise<void> {
  const key = `${folder.zone}/${folder.path}`;
  const segments = folder.path.split("/");
  const parent = told.folders.get(`${folder.zone}/${segments.slice(0, -1).join("/")}`);
  if (told.folders.has(key) || parent === undefined) {
    return;
  }
  const made = expectDone(
    key,
    await createFolder(teller.services, told.admin, {
      organization: told.proof,
      parentId: parent.id,
      name: segments.at(-1) ?? "",
      isStructureOnly: folder.kind === "structure-only",
      isPrivate: folder.kind === "private",
      ...teller.step(),
    }),
  );
  told.folders.set(key, { id: made.folder.id, zone: folder.zone, path: made.folder.path });
}

/** Partitions, and private folders, which do not take their partition's access. */
function connectedFolders(story: StoryOrganization, folders: Map<string, FolderPlace>): FolderPlace[] {
  const hidden = story.folders.filter((folder) => folder.kind === "private");
  const keys = ["raw/", "curated/", ...hidden.map((folder) => `${folder.zone}/${folder.path}`)];
  return keys.map((key) => folders.get(key)).filter((place) => place !== undefined);
}

async function loadFolders(teller: StoryTeller, organizationId: string): Promise<Map<string, FolderPlace>> {
  const rows = await teller.services.db.within(everywhere, (transaction) =>
    transaction.folder.findMany({
      where: { organizationId },
      include: { partition: { include: { zone: true } } },
    }),
  );
  return new Map(
    rows.map(({ id, path, partition }) => {
      const below = path.slice(partition.directory.length + 1);
      return [`${partition.zone.name}/${below}`, { id, zone: partition.zone.name, path }];
    }),
  );
}
