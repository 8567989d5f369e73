import { DataLakeServiceClient } from "@azure/storage-file-datalake";
import { GET } from "#app/api/v1/data/[org]/[zone]/[[...path]]/route.ts";
import type { Lake } from "#emulators/lake/lake.ts";
import { inTransaction, run } from "#emulators/lake/store/database.ts";
import { childOf, type PathRow } from "#emulators/lake/store/paths.ts";
import { cast } from "#tests/cast.ts";
import { storageScope } from "#tests/contract/entra/started-entra.ts";
import { Browser } from "#tests/integration/auth/portal.ts";
import { stageStory } from "#tests/integration/browsing/stage.ts";
import { startWorld } from "#tests/integration/browsing/world.ts";

/**
 * The first page of 1,000 entries through the portal's own route (session, database, token, lake, JSON), beside the
 * bare SDK's same page with the same person's token. Both run in this process against the same lake, interleaved.
 */
const sizes = [1000, 20_000, 1_000_000];
const rounds = 21;
const warmUps = 3;
const ratioMax = 1.5;
const slackMs = 15;
const flatMax = 1.2;
const address = cast.contosoReader.address;

type Timing = { ours: number; peer: number };

const world = await startWorld();
try {
  const { contoso } = await stageStory(world);
  const partition = contoso.partitionOf("curated");
  await makeFirstEntry(partition);
  for (const size of sizes) {
    load(world.lake.lake, { partition, size });
  }
  report(await measureAll(partition));
} finally {
  await world.end();
}

/** One real directory, whose owner and ACL the loaded entries share. */
async function makeFirstEntry(partition: string): Promise<void> {
  const value = await world.entra.tokenOf(cast.contosoContributor.address, storageScope);
  const session = world.services.lake.as({ value, expiresAt: new Date(Date.now() + 3_000_000) }, "bench");
  for (const size of sizes) {
    const made = await session.makeDirectory({
      container: "curated",
      path: `${partition}/Site Alkmaar/n${size}/first`,
    });
    if (!made.ok) {
      throw new Error(`The stage was refused: ${made.code}`);
    }
  }
}

/** Puts `size` entries into a directory in one transaction, past the wire: nobody waits for a million requests. */
function load({ store }: Lake, target: { partition: string; size: number }): void {
  const directory = find(store, ["curated", target.partition, "Site Alkmaar", `n${target.size}`]);
  const first = childOf(store, directory.id, "first");
  if (first === undefined) {
    throw new Error("The first entry is missing.");
  }
  const columns = "parent, name, directory, guard, version, created, modified, extra";
  inTransaction(store.index, () => {
    for (let entry = 1; entry < target.size; entry += 1) {
      const name = `reading-${String(entry).padStart(7, "0")}`;
      run(
        store.index,
        `INSERT INTO path(${columns}) SELECT parent, ?, directory, guard, version, created, modified, extra FROM path WHERE id = ?`,
        name,
        first.id,
      );
    }
  });
}

function find(store: Lake["store"], [container = "", ...names]: string[]): PathRow {
  let row = childOf(store, 0, container);
  for (const name of names) {
    row = row && childOf(store, row.id, name);
  }
  if (row === undefined) {
    throw new Error(`There is no ${names.join("/")}.`);
  }
  return row;
}

async function measureAll(partition: string): Promise<Map<number, Timing>> {
  const browser = new Browser();
  await browser.signIn(address);
  const token = await world.entra.tokenOf(address, storageScope);
  const bare = new DataLakeServiceClient(world.settings.LAKE_URL ?? "", {
    getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_000_000 }),
  }).getFileSystemClient("curated");
  const found = new Map<number, Timing>();
  for (const size of sizes) {
    const path = `${partition}/Site Alkmaar/n${size}`;
    const route = `/api/v1/data/contoso-dairy/curated/Site%20Alkmaar/n${size}?list`;
    const ours = async () => {
      const reply = await GET(browser.request(route));
      demandFull((await reply.json()).entries?.length, reply.status);
    };
    const peer = async () => {
      const { value } = await bare.listPaths({ path }).byPage({ maxPageSize: 1000 }).next();
      demandFull(value?.pathItems?.length, 200);
    };
    found.set(size, await interleave(ours, peer));
    console.log(`${size} entries:`, found.get(size));
  }
  return found;
}

function demandFull(entries: number | undefined, status: number): void {
  if (entries !== 1000) {
    throw new Error(`A page of ${entries} entries (status ${status}).`);
  }
}

async function interleave(ours: () => Promise<void>, peer: () => Promise<void>): Promise<Timing> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = -warmUps; round < rounds; round += 1) {
    const turns = [
      { name: "ours", go: ours },
      { name: "peer", go: peer },
    ] as const;
    for (const { name, go } of round % 2 === 0 ? turns : turns.toReversed()) {
      const started = performance.now();
      await go();
      if (round >= 0) {
        times[name].push(performance.now() - started);
      }
    }
  }
  return { ours: median(times.ours), peer: median(times.peer) };
}

function median(times: number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? 0;
}

/** The worst of the sizes counts, and the page must cost the same in all of them. */
function report(found: Map<number, Timing>): void {
  const timings = [...found.values()];
  const isNear = timings.every(({ ours, peer }) => ours <= Math.max(peer * ratioMax, peer + slackMs));
  const ours = timings.map((timing) => timing.ours);
  const flat = Math.max(...ours) / Math.min(...ours);
  const worst = timings.toSorted((left, right) => right.ours / right.peer - left.ours / left.peer).at(0);
  const ratio = worst === undefined ? 0 : worst.ours / worst.peer;
  const goal = `ratio ≤ ${ratioMax} or +${slackMs} ms; flat ≤ ${flatMax} (is ${flat.toFixed(2)})`;
  const pass = isNear && flat <= flatMax;
  const result = {
    bench: "first-page",
    ours: worst?.ours,
    peer: worst?.peer,
    unit: "ms",
    ratio,
    better: "lower",
  };
  console.log(JSON.stringify({ ...result, goal, pass, n: rounds }));
}
