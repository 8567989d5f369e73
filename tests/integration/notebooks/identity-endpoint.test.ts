import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endDelegation } from "#lib/auth/delegation-cache.ts";
import { reconcileServers } from "#lib/notebooks/reconcile-servers.ts";
import { stopServer } from "#lib/notebooks/stop-server.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { createDatabase } from "#lib/platform/db.ts";
import { systemIds } from "#lib/platform/ids.ts";
import { createLog } from "#lib/platform/log.ts";
import { cast } from "#tests/cast.ts";
import {
  type NotebookStage,
  settle,
  startedServer,
  startNotebookStage,
} from "#tests/integration/notebooks/notebook-stage.ts";

let stage: NotebookStage;
let anna: Awaited<ReturnType<typeof settle>>;
let ben: Awaited<ReturnType<typeof settle>>;
beforeAll(async () => {
  stage = await startNotebookStage();
  anna = await settle(stage, cast.contosoReader.address);
  ben = await settle(stage, cast.fabrikamReader.address);
});
afterAll(() => stage.close());

const storage = "https://storage.azure.com";

function ask(token: string, changed: { resource?: string; headers?: Record<string, string> } = {}) {
  const query = new URLSearchParams({ "api-version": "2019-08-01", resource: changed.resource ?? storage });
  return fetch(`${stage.identityUrl}?${query}`, {
    headers: { "x-identity-header": token, ...changed.headers },
  });
}

const events = (server: string, event: string) =>
  stage.portal.database.owner(
    "SELECT event, actor_label, detail FROM audit_event WHERE event = $2 AND detail->>'server' = $1",
    [server, event],
  );

test("a running server gets its owner's own storage token, each server that of its own owner", async () => {
  const annas = await startedServer(stage, anna);
  const bens = await startedServer(stage, ben);
  for (const { server, person } of [
    { server: annas, person: anna },
    { server: bens, person: ben },
  ]) {
    const reply = await ask(server.token);
    expect(reply.status).toBe(200);
    const body = await reply.json();
    expect(decodeJwt(body.access_token)).toMatchObject({ oid: person.actor.objectId });
    expect(Number(body.expires_on) * 1000).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
    await ask(server.token);
    expect(await events(server.ref.server, "token.issued")).toHaveLength(1);
  }
});

test("no other token of the Hub opens it: unknown, the portal's service, a missing header", async () => {
  expect((await ask("0123456789abcdef0123456789abcdef")).status).toBe(401);
  expect((await ask(stage.hub.settings.apiToken)).status).toBe(403);
  expect((await fetch(`${stage.identityUrl}?resource=${storage}`)).status).toBe(401);
});

test("a server's token opens the lake's audience only, asked directly only", async () => {
  const server = await startedServer(stage, anna);
  expect((await ask(server.token, { resource: "https://graph.microsoft.com" })).status).toBe(400);
  expect((await ask(server.token, { headers: { "x-forwarded-for": "10.0.0.1" } })).status).toBe(403);
  expect((await ask(server.token)).status).toBe(200);
});

test("a server that was stopped gets nothing any more, and its delegation holds nothing", async () => {
  const server = await startedServer(stage, anna);
  const { serverId } = server;
  await stopServer(stage.portal.services, anna.actor, { serverId, correlationId: "test-stop" });
  expect((await ask(server.token)).status).toBe(401);
  const [delegation] = await stage.portal.database.owner(
    "SELECT ended_at, cache_id FROM delegation WHERE server_id = $1",
    [serverId],
  );
  expect(delegation).toMatchObject({ ended_at: expect.any(Date), cache_id: null });
});

test("one person cannot stop another's server", async () => {
  const server = await startedServer(stage, anna);
  const refused = await stopServer(stage.portal.services, ben.actor, {
    serverId: server.serverId,
    correlationId: "test-foreign",
  });
  expect(refused).toEqual({ ok: false, refusal: "absent" });
  expect((await ask(server.token)).status).toBe(200);
});

test("an ended delegation refuses a server that still runs, and the worker then stops it", async () => {
  const server = await startedServer(stage, ben);
  const { serverId } = server;
  await endDelegation(stage.portal.services, ben.actor, { serverId, correlationId: "test-end" });
  expect((await ask(server.token)).status).toBe(401);
  await reconcileAsWorker();
  expect(await stage.portal.services.hub.findServer(server.ref)).toBeNull();
  expect(await stateOf(serverId)).toBe("stopped");
  expect(await events(server.ref.server, "server.stopped")).toMatchObject([{ actor_label: "worker" }]);
});

test("a server that vanished from the Hub ends in the records, with its delegation", async () => {
  const server = await startedServer(stage, ben);
  await stage.portal.services.hub.stopServer(server.ref);
  await reconcileAsWorker();
  await reconcileAsWorker();
  expect(await stateOf(server.serverId)).toBe("stopped");
  expect(await events(server.ref.server, "server.stopped")).toHaveLength(1);
  expect(await events(server.serverId, "delegation.ended")).toHaveLength(1);
});

test("a server that asks too often is told to wait, and others are not", async () => {
  const token = "f".repeat(32);
  const statuses = await Promise.all(Array.from({ length: 61 }, async () => (await ask(token)).status));
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  expect((await ask("e".repeat(32))).status).toBe(401);
});

async function stateOf(serverId: string): Promise<string> {
  const [row] = await stage.portal.database.owner("SELECT state FROM notebook_server WHERE id = $1", [
    serverId,
  ]);
  return row.state;
}

/** With the worker's own role: what row-level security lets it see and change. */
async function reconcileAsWorker() {
  const db = createDatabase(stage.portal.database.urls.worker);
  try {
    const { hub } = stage.portal.services;
    const log = createLog("test", "error");
    await reconcileServers({ db, clock: systemClock, ids: systemIds, log, hub });
  } finally {
    await db.close();
  }
}
