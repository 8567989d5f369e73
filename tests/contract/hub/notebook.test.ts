import { createServer, type Server } from "node:http";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  browserOf,
  freePort,
  launchOptions,
  type RunningHub,
  serverUrlOf,
  startAndFollow,
  startRunningHub,
} from "#tests/contract/hub/running-hub.ts";
import { account, createWorld, makeDirectory, openRoot, type World } from "#tests/contract/lake/world.ts";
import { type CellOutput, codeCellsOf, Kernel } from "#tests/kernel.ts";

const readers = "c0000000-0000-4000-8000-0000000000f1";
const contributors = "c0000000-0000-4000-8000-0000000000f2";
const members = "c0000000-0000-4000-8000-0000000000f3";
/** Hub users and who they are on the lake. */
const people: Record<string, string> = {
  "u-carla": "a0000000-0000-4000-8000-0000000000f1",
  "u-rita": "a0000000-0000-4000-8000-0000000000f2",
};
const carla = { user: "u-carla", server: "s1" };
const rita = { user: "u-rita", server: "s1" };
const partition = "contoso-dairy-k3x9p2";
const line = `${partition}/plant-1/line-2`;
const parent = `${partition}/plant-2`;
const empty = `${partition}/plant-3`;

let world: World;
let identity: Server;
let running: RunningHub;

beforeAll(async () => {
  world = await createWorld();
  await layOutLake();
  const port = await freePort();
  running = await startRunningHub({
    lakeUrl: `${world.lake.https}/${account}`,
    lakeBlobUrl: `${world.lake.https}/${account}`,
    identityEndpointUrl: `http://127.0.0.1:${port}/msi/token`,
    extraCa: world.caFile,
  });
  identity = await startIdentity(port);
}, 600_000);

afterAll(async () => {
  await running?.close();
  identity?.close();
  await world?.close();
});

/** Answers as the product's identity endpoint does, for the person whom the Hub names behind the server's token. */
async function startIdentity(port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const token = String(request.headers["x-identity-header"]);
    const owner = await running.hub.identifyToken(token);
    const oid = owner?.kind === "user" ? people[owner.user] : undefined;
    if (oid === undefined) {
      response.writeHead(401).end(JSON.stringify({ statusCode: 401, message: "unknown token" }));
      return;
    }
    const end = Math.floor(Date.now() / 1000) + 900;
    const body = {
      access_token: await world.token(oid),
      expires_on: String(end),
      resource: new URL(request.url ?? "/", "http://x").searchParams.get("resource"),
      token_type: "Bearer",
    };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

async function layOutLake(): Promise<void> {
  world.groups.set(people["u-carla"] ?? "", [contributors, members]);
  world.groups.set(people["u-rita"] ?? "", [readers, members]);
  await openRoot(world);
  const inner = `user::rwx,group::---,group:${members}:--x,mask::rwx,other::---`;
  const leaf = `user::rwx,group::---,group:${readers}:r-x,group:${contributors}:rwx,mask::rwx,other::---`;
  const defaults = leaf.split(",").map((entry) => `default:${entry}`);
  await makeDirectory(world, `curated/${partition}`, inner);
  await makeDirectory(world, `curated/${partition}/plant-1`, inner);
  await makeDirectory(world, `curated/${line}`, `${leaf},${defaults.join(",")}`);
  await makeDirectory(world, `curated/${parent}`, `${leaf},${defaults.join(",")}`);
  await makeDirectory(world, `curated/${empty}`, `${leaf},${defaults.join(",")}`);
  await makeDirectory(world, `curated/${parent}/line-9`, `${leaf},${defaults.join(",")}`);
  await makeDirectory(world, `curated/${parent}/private`, "user::rwx,group::---,mask::rwx,other::---");
  await makeDirectory(world, "curated/fabrikam-pharma-q7w8e9", "user::rwx,group::---,other::---");
  await upload(`${line}/temperature-2026-02.csv`, csvOf(readings(2)));
  await upload(`${line}/temperature-2026-03.csv`, csvOf(readings(3)));
  await upload(`${line}/temperature-2026-03.parquet`, parquetOf(readings(3)));
  await upload(`${parent}/line-9/temperature-2026-02.csv`, csvOf(readings(2)));
  await upload(`${line}/events.jsonl`, '{"ts":"2026-03-09T02:00:00Z","kind":"door","state":"open"}\n');
}

async function upload(path: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  const carlas = people["u-carla"] ?? "";
  const steps: [string, (string | Uint8Array<ArrayBuffer>)?][] = [
    [`PUT /curated/${path}?resource=file`],
    [`PATCH /curated/${path}?action=append&position=0`, body],
    [`PATCH /curated/${path}?action=flush&position=${length}`],
  ];
  for (const [request, content] of steps) {
    const answer = await world.call(carlas, request, { body: content });
    expect(answer.status, `${request}: ${answer.text}`).toBeLessThan(300);
  }
}

type Reading = { ts: string; sensor: string; celsius: number; humidity: number; door: number };

/** A calm month, except that in March sensor S1 stands open for ten hours. */
function readings(month: number): Reading[] {
  return Array.from({ length: 28 * 24 * 2 }, (_, index) => {
    const hour = Math.floor(index / 2);
    const isOpen = month === 3 && index % 2 === 0 && hour >= 200 && hour < 210;
    return {
      ts: new Date(Date.UTC(2026, month - 1, 1, hour)).toISOString(),
      sensor: index % 2 === 0 ? "S1" : "S2",
      celsius: isOpen ? 13.4 : 4 + Math.sin(index) / 3,
      humidity: 60,
      door: isOpen ? 1 : 0,
    };
  });
}

function csvOf(rows: Reading[]): string {
  const lines = rows.map((row) => [row.ts, row.sensor, row.celsius, row.humidity, row.door].join(","));
  return ["ts,sensor,celsius,humidity,door", ...lines].join("\n");
}

function parquetOf(rows: Reading[]): Uint8Array<ArrayBuffer> {
  const columns = ["ts", "sensor", "celsius", "humidity", "door"] as const;
  const columnData = columns.map((name) => ({ name, data: rows.map((row) => row[name]) }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

async function runStarter(ref: typeof carla): Promise<{ kernel: Kernel; outputs: CellOutput[] }> {
  const began = performance.now();
  await startAndFollow(running.hub, ref, { ...launchOptions, folder: line });
  const access = { jar: await browserOf(running, ref) };
  const kernel = await Kernel.start(serverUrlOf(running, ref), access, "lakeport");
  const outputs: CellOutput[] = [];
  for (const cell of await codeCellsOf(
    serverUrlOf(running, ref),
    access,
    `lakeport/${launchOptions.notebook}`,
  )) {
    outputs.push(await kernel.run(cell));
    if (outputs.length === 1) {
      console.log(`${ref.user}: press to chart ${Math.round(performance.now() - began)} ms`);
    }
  }
  return { kernel, outputs };
}

async function starterCells(): Promise<string[]> {
  const access = { jar: await browserOf(running, carla) };
  return await codeCellsOf(serverUrlOf(running, carla), access, `lakeport/${launchOptions.notebook}`);
}

describe("the starter notebook of a contributor", () => {
  let kernel: Kernel;
  let outputs: CellOutput[];
  beforeAll(async () => {
    ({ kernel, outputs } = await runStarter(carla));
  }, 180_000);

  it("runs from top to bottom with unmodified DefaultAzureCredential, without an error", () => {
    expect(outputs.map((output) => output.error?.traceback ?? null)).toEqual(outputs.map(() => null));
    expect(outputs.length).toBeGreaterThan(4);
  });

  it("draws a chart first, and marks the anomaly in it", async () => {
    expect(outputs[0]?.displayed.some((bundle) => "image/png" in bundle)).toBe(true);
    const peak = await kernel.run("print(len(odd), peak['celsius'], peak['ts'].isoformat())");
    expect(peak.stdout.trim()).toBe("10 13.4 2026-03-09T08:00:00+00:00");
  });

  it("writes its result into the folder, where the lake has it as that person's", async () => {
    const result = await world.call(people["u-carla"] ?? "", `GET /curated/${line}/daily-temperatures.csv`);
    expect(result.status).toBe(200);
    expect(result.text.split("\n")[0]).toBe("sensor,ts,min,mean,max");
  });

  it("gets the lake's 403 for a path of another organization", async () => {
    const output = await kernel.run('list(lake.get_paths("fabrikam-pharma-q7w8e9"))');
    expect(output.error?.value).toContain("AuthorizationPermissionMismatch");
  });

  it("works on a parent folder too, leaving out what may not be opened", async () => {
    const [firstCell = ""] = await starterCells();
    await kernel.run(`os.environ["LAKE_FOLDER"] = ${JSON.stringify(parent)}`);
    const output = await kernel.run(firstCell);
    expect(output.error).toBeNull();
    expect(output.displayed.some((bundle) => "image/png" in bundle)).toBe(true);
    expect((await kernel.run("print(names)")).stdout.trim()).toBe(
      `['${parent}/line-9/temperature-2026-02.csv']`,
    );
  });

  it("says what is there when a folder has no temperatures", async () => {
    await kernel.run(`os.environ["LAKE_FOLDER"] = ${JSON.stringify(empty)}`);
    const outputs: CellOutput[] = [];
    for (const cell of await starterCells()) {
      outputs.push(await kernel.run(cell));
    }
    expect(outputs.map((output) => output.error?.traceback ?? null)).toEqual(outputs.map(() => null));
    expect(outputs[0]?.stdout).toContain("No temperature tables in plant-3");
  });
});

describe("the starter notebook of a reader", () => {
  it("runs without an error and writes its result to the home, saying why", async () => {
    const { outputs, kernel } = await runStarter(rita);
    expect(outputs.map((output) => output.error?.traceback ?? null)).toEqual(outputs.map(() => null));
    expect(outputs.at(-1)?.stdout).toContain("You are a reader of this folder");
    const home = await kernel.run("print((Path.home() / 'lakeport/daily-temperatures.csv').exists())");
    expect(home.stdout.trim()).toBe("True");
  });
});
