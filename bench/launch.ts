import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runFirstCell } from "#bench/launch/first-cell.ts";
import { openLaunchForm, press } from "#bench/launch/press.ts";
import { type BenchResult, median } from "#bench/measure/bench.ts";
import { firstFolder, signIn } from "#bench/measure/visitor.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { labPath, starterNotebookName } from "#lib/hub/hub-urls.ts";
import { cast } from "#tests/cast.ts";
import { type RunningHub, startAndFollow, startRunningHub } from "#tests/contract/hub/running-hub.ts";
import { CookieJar } from "#tests/cookies.ts";
import { codeCellsOf } from "#tests/kernel.ts";
import { startTestCloud, type TestCloud } from "#tests/local-cloud.ts";

const ratioMax = 1.1;
const targetMs = 3000;
const profile = "small";
const person = cast.contosoContributor;
const peerPerson = "u-bench";

type Folder = Awaited<ReturnType<typeof firstFolder>>;
type Stage = { cloud: TestCloud; jar: CookieJar; folder: Folder; peer: RunningHub; peerJar: CookieJar };

/**
 * From the press on "Start notebook" to the first cell executed, by REST and websocket: the portal's own form, its
 * progress stream, the Hub's sign-in, JupyterLab's page and a kernel; beside the same Hub whose REST API is asked
 * directly with a token, and entered the same way. Every launch is a new, cold server.
 */
export async function bench({ n }: { n: number | null }): Promise<BenchResult> {
  // Uids of their own: no Hub on this machine ends another one's servers.
  const cloud = await startTestCloud({
    withNotebooks: true,
    env: { DEVICES_INTERVAL_MS: "3600000", LAKEPORT_HUB_UID_FIRST: "91000" },
  });
  try {
    process.env.LAKEPORT_HUB_UID_FIRST = "92000";
    const peer = await startRunningHub({ extraCa: join(cloud.home, "ca.pem") });
    peer.portal.signedIn = peerPerson;
    try {
      const jar = await signIn(cloud, person);
      const folder = await firstFolder(cloud, jar);
      return await measure({ cloud, jar, folder, peer, peerJar: new CookieJar() }, n ?? 7);
    } finally {
      await peer.close();
    }
  } finally {
    await cloud.stop();
  }
}

/** The first round of each side makes homes and fills caches, and is not counted. */
async function measure(stage: Stage, rounds: number): Promise<BenchResult> {
  const times = { trivial: [] as number[], chart: [] as number[], peer: [] as number[] };
  for (let round = -1; round < rounds; round += 1) {
    const early = round % 2 === 0 ? await launchOurs(stage) : null;
    const peerMs = await launchPeer(stage, `nb-${round + 1}`);
    const ours = early ?? (await launchOurs(stage));
    console.log(`round ${round}:`, { ...ours, peerMs });
    if (round >= 0) {
      times.trivial.push(ours.trivialMs);
      times.chart.push(ours.chartMs);
      times.peer.push(peerMs);
    }
  }
  const [ours, peer, chart] = [median(times.trivial), median(times.peer), median(times.chart)];
  console.log(`press to first cell, p50: ${ours} ms (target ${targetMs} ms); to the chart: ${chart} ms`);
  return {
    ours,
    peer,
    unit: "ms",
    better: "lower",
    goal: `at most ${ratioMax} times the same Hub without a portal; target ${targetMs} ms (to the chart: ${chart} ms)`,
    pass: ours <= peer * ratioMax,
    n: rounds,
  };
}

/** Milliseconds from the press to `print(1)` executed, and to the starter notebook's first cell, its chart. */
async function launchOurs({ cloud, jar, folder }: Stage): Promise<{ trivialMs: number; chartMs: number }> {
  const [organization = "", , zone = "", ...names] = folder.url.split("/").slice(1).map(decodeURIComponent);
  const form = await openLaunchForm(cloud.portal, jar, {
    organization,
    zone,
    path: names.join("/"),
    profile,
  });
  const began = performance.now();
  const address = await press(cloud.portal, jar, form);
  const { serverUrl, kernel } = await runFirstCell(jar, address);
  const trivialMs = Math.round(performance.now() - began);
  const [chart = ""] = await codeCellsOf(serverUrl, { jar }, `lakeport/${notebookOf(folder)}`);
  const drawn = await kernel.run(chart);
  const chartMs = Math.round(performance.now() - began);
  if (!drawn.displayed.some((bundle) => "image/png" in bundle)) {
    throw new Error(`The starter notebook drew nothing: ${JSON.stringify(drawn.error)}`);
  }
  await kernel.close();
  await stopOurs(cloud, jar, serverUrl);
  return { trivialMs, chartMs };
}

async function launchPeer({ peer, peerJar, folder }: Stage, server: string): Promise<number> {
  const ref = { user: peerPerson, server };
  const notebook = notebookOf(folder);
  const options = { profile, filesystem: folder.zone, folder: folder.path, notebook };
  const began = performance.now();
  const steps = await startAndFollow(peer.hub, ref, options);
  if (steps.at(-1)?.state !== "ready") {
    throw new Error(`The peer's server did not start: ${JSON.stringify(steps.at(-1))}`);
  }
  const { kernel } = await runFirstCell(peerJar, peer.settings.hubUrl + labPath(ref, notebook));
  const tookMs = Math.round(performance.now() - began);
  await kernel.close();
  await peer.hub.stopServer(ref);
  return tookMs;
}

function notebookOf(folder: Folder): string {
  return starterNotebookName(decodeURIComponent(folder.url.split("/").at(-1) ?? ""));
}

/** Stops it at the Hub, and lets the portal see that it is gone: a person may have five at a time. */
async function stopOurs(cloud: TestCloud, jar: CookieJar, serverUrl: string): Promise<void> {
  const [user = "", server = ""] = serverUrl.split("/").slice(-2);
  const { hubApi } = JSON.parse(readFileSync(join(cloud.home, "secrets.json"), "utf8"));
  await createHub({ apiUrl: `${cloud.hub}/hub/api`, token: String(hubApi) }).stopServer({ user, server });
  await jar.fetch(`${cloud.portal}/api/v1/servers?alive=1`);
}
