import { defineZone } from "#lib/organizations/define-zone.ts";
import type { WorkerServices } from "#lib/platform/worker-services.ts";
import { applyRows } from "#prisma/seed/apply-rows.ts";
import { daysAfter, midnightOf } from "#prisma/seed/calendar.ts";
import type { PipelineWriter } from "#prisma/seed/pipeline-writer.ts";
import { organizations, type Sensing } from "#prisma/seed/places.ts";
import { planFiles } from "#prisma/seed/plan-files.ts";
import { actAs, createStoryTeller, expectDone, type StoryTeller } from "#prisma/seed/story-teller.ts";
import { tellAccess } from "#prisma/seed/tell-access.ts";
import { type ToldOrganization, tellOrganization } from "#prisma/seed/tell-organization.ts";
import { writeFiles } from "#prisma/seed/write-files.ts";

/** Where a simulated device goes on appending. */
export type DeviceTarget = { container: string; path: string; sensing: Sensing };

export type StoryTold = { filesWritten: number; devices: DeviceTarget[] };

/** The identity that streams: its object id is recorded, its token is asked for when its access is there. */
export type StoryPipeline = { objectId: string; open: () => Promise<PipelineWriter> };

const storyDays = 30;
const everywhere = { personId: null, organizationIds: [], isPlatformAdmin: true };

/**
 * The story of the contract: Northwind onboards two customers thirty days ago, their admins build folders and give
 * access, the pipeline streams readings. Told by the use cases that the product uses. Resumable: a second telling
 * adds what is missing, and keeps the day on which the first one ended.
 */
export async function tellStory(worker: WorkerServices, pipeline: StoryPipeline): Promise<StoryTold> {
  const teller = createStoryTeller(worker);
  const today = await todayOfStory(worker);
  const told = await tellRows(teller, today, pipeline.objectId);
  await applyRows(worker);
  const lake = { identity: worker.lakeIdentity, write: await pipeline.open() };
  let filesWritten = 0;
  for (const organization of told) {
    filesWritten += await writeFiles(lake, organization, planFiles(organization.story, today));
  }
  return { filesWritten, devices: told.flatMap(deviceTargets) };
}

async function tellRows(
  teller: StoryTeller,
  today: Date,
  pipelineObjectId: string,
): Promise<ToldOrganization[]> {
  const firstDay = daysAfter(today, -storyDays);
  teller.turnTo(new Date(firstDay.getTime() + 8.5 * 3_600_000));
  const operator = await actAs(teller, "platform-admin@northwind.example", {
    isPlatformAdmin: true,
    memberships: [],
  });
  for (const zone of [
    { name: "raw", title: "Raw", isClosed: true, position: 1 },
    { name: "curated", title: "Curated", isClosed: false, position: 2 },
  ]) {
    expectDone(zone.name, await defineZone(teller.services, operator, { ...zone, ...teller.step() }));
  }
  const told: ToldOrganization[] = [];
  for (const story of organizations) {
    const organization = await tellOrganization(teller, operator, { story, firstDay, pipelineObjectId });
    await tellAccess(teller, organization, today);
    told.push(organization);
  }
  return told;
}

/** The midnight before which the readings end: today's, or that of the day on which the story was first told. */
async function todayOfStory(worker: WorkerServices): Promise<Date> {
  const slug = organizations[0]?.slug ?? "";
  const known = await worker.db.within(everywhere, (transaction) =>
    transaction.organization.findUnique({ where: { slug } }),
  );
  const now = worker.clock.now();
  return midnightOf(known === null ? now : daysAfter(known.createdAt, storyDays));
}

function deviceTargets(told: ToldOrganization): DeviceTarget[] {
  return told.story.folders.flatMap(({ zone, path, sensing }) => {
    const place = told.folders.get(`${zone}/${path}`);
    return zone === "raw" && sensing !== undefined && place !== undefined
      ? [{ container: zone, path: place.path, sensing }]
      : [];
  });
}
