import { afterAll, beforeAll, expect, test } from "vitest";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { findServer, listRunning, listServers } from "#lib/notebooks/queries.ts";
import { startServer } from "#lib/notebooks/start-server.ts";
import { cast } from "#tests/cast.ts";
import { startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";
import { settle } from "#tests/integration/notebooks/notebook-stage.ts";

const deadHub = "http://127.0.0.1:1/hub/api";

let portal: TestPortal;
let anna: Awaited<ReturnType<typeof settle>>;
let ben: Awaited<ReturnType<typeof settle>>;
beforeAll(async () => {
  portal = await startPortal();
  Object.assign(portal.services.env, { HUB_API_URL: deadHub, HUB_URL: "http://127.0.0.1:1" });
  Object.assign(portal.services, { hub: createHub({ apiUrl: deadHub, token: "none" }) });
  anna = await settle({ portal }, cast.contosoReader.address);
  ben = await settle({ portal }, cast.fabrikamReader.address);
});
afterAll(() => portal.end());

const delegations = () => portal.database.owner("SELECT id FROM delegation WHERE ended_at IS NULL");

test("a Hub that does not answer refuses the start, says so in the list, and leaves no delegation behind", async () => {
  const started = await startServer(portal.services, anna.actor, anna.wish);
  expect(started).toEqual({ ok: false, refusal: "hub_busy" });
  expect(await delegations()).toEqual([]);
  expect(await listServers(portal.services, anna.actor)).toMatchObject([
    { state: "failed", failure: "The notebook hub did not answer.", delegationUntil: null, openHref: null },
  ]);
  expect(await listRunning(portal.services, anna.actor)).toEqual([]);
});

test("nobody starts a server in an organization that is not theirs", async () => {
  const refused = await startServer(portal.services, ben.actor, anna.wish);
  expect(refused).toEqual({ ok: false, refusal: "absent" });
  expect(
    await portal.database.owner("SELECT id FROM notebook_server WHERE person_id = $1", [ben.actor.personId]),
  ).toEqual([]);
});

test("a launch profile that is not offered and notebooks that are not ready are told apart", async () => {
  const unknown = await startServer(portal.services, anna.actor, { ...anna.wish, profile: "huge" });
  expect(unknown).toEqual({ ok: false, refusal: "unknown_profile" });
  Object.assign(portal.services.env, { HUB_READINESS_FILE: "/nowhere/notebooks.json" });
  const early = await startServer(portal.services, anna.actor, anna.wish);
  expect(early).toEqual({ ok: false, refusal: "not_ready" });
  Object.assign(portal.services.env, { HUB_READINESS_FILE: undefined });
});

test("a person whose session ended has to sign in again; the failed start keeps nothing", async () => {
  await portal.database.owner("UPDATE sign_in_session SET ended_at = now() WHERE person_id = $1", [
    ben.actor.personId,
  ]);
  const refused = await startServer(portal.services, ben.actor, ben.wish);
  expect(refused).toEqual({ ok: false, refusal: "sign_in_again" });
  expect(await delegations()).toEqual([]);
});

test("one person's server is not there for another, nor for oneself after leaving its organization", async () => {
  const [server] = await listServers(portal.services, anna.actor);
  const id = server?.id ?? "";
  expect(await findServer(portal.services, anna.actor, id)).not.toBeNull();
  expect(await findServer(portal.services, ben.actor, id)).toBeNull();
  const left = { ...anna.actor, memberships: [] };
  expect(await findServer(portal.services, left, id)).toBeNull();
  expect(await listServers(portal.services, left)).toEqual([]);
});
