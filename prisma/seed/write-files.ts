import type { LakeIdentity, LakePlace } from "#lib/lake/lake.ts";
import type { PipelineWriter } from "#prisma/seed/pipeline-writer.ts";
import type { PlannedFile } from "#prisma/seed/plan-files.ts";
import type { ToldOrganization } from "#prisma/seed/tell-organization.ts";

const writesAtOnce = 8;
const pageSize = 5000;

/**
 * Writes what is missing of the planned files as the pipeline, eight at a time; how many it wrote. What is there is
 * found by listing as the lake identity, which opens no content; an empty file was cut off.
 */
export async function writeFiles(
  lake: { identity: LakeIdentity; write: PipelineWriter },
  told: ToldOrganization,
  files: readonly PlannedFile[],
): Promise<number> {
  const present = await listFiles(lake.identity, told);
  const missing = files
    .map((file) => ({ file, place: placeOf(told, file) }))
    .filter(({ place }) => !present.has(`${place.container}/${place.path}`));
  const waiting = missing.values();
  await Promise.all(
    Array.from({ length: writesAtOnce }, async () => {
      for (const { file, place } of waiting) {
        await lake.write(place, { bytes: new Uint8Array(file.render()), contentType: file.contentType });
      }
    }),
  );
  return missing.length;
}

function placeOf(told: ToldOrganization, file: PlannedFile): LakePlace {
  return { container: file.zone, path: `${told.folders.get(`${file.zone}/`)?.path ?? ""}/${file.path}` };
}

async function listFiles(identity: LakeIdentity, told: ToldOrganization): Promise<Set<string>> {
  const found = new Set<string>();
  for (const container of ["raw", "curated"]) {
    const path = told.folders.get(`${container}/`)?.path ?? "";
    let continuation: string | null = null;
    do {
      const listed = await identity.list({ container, path }, { pageSize, continuation, recursive: true });
      if (!listed.ok) {
        throw new Error(`The lake does not list ${path}: ${listed.refusal} (${listed.code}).`);
      }
      for (const entry of listed.value.entries.filter((each) => !each.isDirectory && each.size > 0)) {
        found.add(`${container}/${entry.path}`);
      }
      continuation = listed.value.continuation;
    } while (continuation !== null);
  }
  return found;
}
