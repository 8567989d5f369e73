import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { createServiceCredential } from "#lib/entra/credential-adapter.ts";
import { type Env, readEnv } from "#lib/platform/env.ts";
import { createWorkerServices } from "#lib/platform/worker-services.ts";
import { createPipelineWriter } from "#prisma/seed/pipeline-writer.ts";
import { type StoryPipeline, type StoryTold, tellStory } from "#prisma/seed/tell-story.ts";

const storageScope = "https://storage.azure.com/.default";

/** What the seed needs besides the worker's own settings. */
export type SeedSettings = {
  pipelineClientId: string;
  pipelineSecret: string;
  /** File that tells the simulated devices where to append; null writes none. */
  devicesFile: string | null;
};

/** Tells the story once; a second call finds it told (and writes what is missing). */
export async function seedStory(env: Env, settings: SeedSettings): Promise<StoryTold> {
  const worker = createWorkerServices(env);
  try {
    const told = await tellStory(worker, await pipelineOf(env, settings));
    if (settings.devicesFile !== null) {
      writeFileSync(`${settings.devicesFile}.new`, JSON.stringify(told.devices, null, 2), { mode: 0o600 });
      renameSync(`${settings.devicesFile}.new`, settings.devicesFile);
    }
    return told;
  } finally {
    await worker.close();
  }
}

async function pipelineOf(env: Env, settings: SeedSettings): Promise<StoryPipeline> {
  const identity = { clientId: settings.pipelineClientId, secret: settings.pipelineSecret };
  const credential = createServiceCredential(env, identity);
  const ask = async () => {
    const token = await credential.getToken(storageScope);
    if (token === null) {
      throw new Error("Entra gave the pipeline no token for the lake.");
    }
    return token.token;
  };
  return {
    objectId: String(decodeJwt(await ask()).oid),
    open: async () => createPipelineWriter(env.LAKE_BROWSER_URL, await ask()),
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`Set ${name}: the story's files are written by the pipeline's own identity.`);
  }
  return value;
}

if (import.meta.main) {
  const started = performance.now();
  const home = process.env.LAKEPORT_HOME;
  const told = await seedStory(readEnv(process.env), {
    pipelineClientId: required("PIPELINE_CLIENT_ID"),
    pipelineSecret: required("PIPELINE_CLIENT_SECRET"),
    devicesFile: home === undefined ? null : join(home, "devices.json"),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${JSON.stringify({ ready: true, filesWritten: told.filesWritten, seconds })}\n`);
}
