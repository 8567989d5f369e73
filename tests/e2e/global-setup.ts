import type { TestProject } from "vitest/node";
import { readOrigins, startTestCloud } from "#tests/local-cloud.ts";

/** What a story knows of the running product. */
export type StoryCloud = {
  home: string;
  portal: string;
  entra: string;
  lake: string;
  hub: string;
  adminToken: string;
};

declare module "vitest" {
  interface ProvidedContext {
    cloud: StoryCloud;
  }
}

/** A change of group membership is felt at the lake only after this time, as in the real one. */
const propagationMs = 2000;

/**
 * One local cloud for all stories, with notebooks and with a propagation delay. While a story is being written,
 * LAKEPORT_E2E_HOME names the state folder of a cloud that already runs.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.LAKEPORT_E2E_HOME;
  if (running !== undefined) {
    project.provide("cloud", { home: running, ...readOrigins(running) });
    return async () => undefined;
  }
  const cloud = await startTestCloud({
    withNotebooks: true,
    env: { LAKE_GROUP_DELAY_MS: String(propagationMs), DEVICES_INTERVAL_MS: "2000" },
  });
  const { home, portal, entra, lake, hub, adminToken } = cloud;
  project.provide("cloud", { home, portal, entra, lake, hub, adminToken });
  return cloud.stop;
}
