import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Actor } from "#lib/auth/actor.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import type { HubServerRef } from "#lib/hub/hub.ts";
import { createHub } from "#lib/hub/hub-adapter.ts";
import { hubUserName } from "#lib/notebooks/hub-user.ts";
import { startServer } from "#lib/notebooks/start-server.ts";
import type { Env } from "#lib/platform/env.ts";
import { browserOf, type RunningHub, serverUrlOf, startRunningHub } from "#tests/contract/hub/running-hub.ts";
import { signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";
import { Kernel } from "#tests/kernel.ts";

/** Portal, database, Entra, a real Hub and the real identity endpoint in a process of its own. */
export type NotebookStage = {
  portal: TestPortal;
  hub: RunningHub;
  identityUrl: string;
  close(): Promise<void>;
};

export async function startNotebookStage(): Promise<NotebookStage> {
  const [portal, hub] = await Promise.all([startPortal(), startRunningHub()]);
  const { hubUrl, apiToken } = hub.settings;
  const apiUrl = `${hubUrl}/hub/api`;
  Object.assign(portal.services.env, { HUB_URL: hubUrl, HUB_API_URL: apiUrl, HUB_API_TOKEN: apiToken });
  Object.assign(portal.services, { hub: createHub({ apiUrl, token: apiToken }) });
  const identity = await startIdentity(portal.services.env);
  return {
    portal,
    hub,
    identityUrl: identity.url,
    close: async () => {
      identity.child.kill("SIGTERM");
      await once(identity.child, "exit");
      await Promise.all([portal.end(), hub.close()]);
    },
  };
}

async function startIdentity(env: Env): Promise<{ child: ChildProcess; url: string }> {
  const texts = Object.entries(env).map(([name, value]) => [name, textOf(value)] as const);
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../../scripts/identity.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...Object.fromEntries(texts), IDENTITY_PORT: "0" },
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, url: `http://127.0.0.1:${JSON.parse(line).port}/msi/token` };
}

function textOf(value: Env[keyof Env]): string {
  if (typeof value === "boolean") {
    return value ? "1" : "0";
  }
  return Array.isArray(value) ? value.join(",") : String(value ?? "");
}

/** A person signed in, as a member of an organization of their own with one folder; rows as the owner writes them. */
export async function settle(stage: Pick<NotebookStage, "portal">, address: string) {
  const { portal } = stage;
  const { actor: before, browser } = await signedIn(portal, address);
  const [organizationId, zoneId, partitionId, folderId] = [0, 1, 2, 3].map(() => randomUUID());
  const slug = `org-${String(organizationId).slice(0, 8)}`;
  const directory = `${slug}-abc234`;
  const { owner } = portal.database;
  await owner("INSERT INTO organization VALUES ($1, $2, $2, 'active', NULL, now())", [organizationId, slug]);
  await owner("INSERT INTO zone VALUES ($1, $2, 'Curated', false, 1)", [zoneId, `curated-${slug}`]);
  await owner("INSERT INTO partition VALUES ($1, $2, $3, $4, now())", [
    partitionId,
    organizationId,
    zoneId,
    directory,
  ]);
  await owner(
    `INSERT INTO folder (id, organization_id, partition_id, name, path, born_at, created_at)
     VALUES ($1, $2, $3, 'Line 2', $4, now(), now())`,
    [folderId, organizationId, partitionId, directory],
  );
  await owner("INSERT INTO membership VALUES ($1, $2, 'member', now())", [organizationId, before.personId]);
  const loaded = await loadActor(portal.services, { token: browser.session, correlationId: "test-settle" });
  if (!loaded.ok) {
    throw new Error(loaded.refusal);
  }
  const organization = {
    brand: "authorized-organization",
    id: String(organizationId),
    slug,
    name: slug,
    orgRole: "member",
  } as const;
  return {
    actor: loaded.actor,
    wish: {
      organization,
      folder: { id: String(folderId), name: "Line 2" },
      place: { container: `curated-${slug}`, path: directory },
      profile: "small",
      correlationId: "test-start-server",
    },
  };
}

/** Starts a server by the product's own use case, waits until the Hub says it runs; with the token that it was given. */
export async function startedServer(stage: NotebookStage, person: Awaited<ReturnType<typeof settle>>) {
  const { services } = stage.portal;
  const started = await startServer(services, person.actor, person.wish);
  if (!started.ok) {
    throw new Error(`The start was refused: ${started.refusal}`);
  }
  const [row] = await stage.portal.database.owner("SELECT name FROM notebook_server WHERE id = $1", [
    started.serverId,
  ]);
  const ref = { user: hubUserName(person.actor), server: String(row.name) };
  const steps = await Array.fromAsync(services.hub.progress(ref));
  if (steps.at(-1)?.state !== "ready") {
    throw new Error(`The server did not start: ${JSON.stringify(steps)}`);
  }
  await markRunning(stage, person.actor, started.serverId);
  return { serverId: started.serverId, ref, token: await identityHeaderOf(stage.hub, ref) };
}

async function markRunning(stage: NotebookStage, actor: Actor, serverId: string): Promise<void> {
  await stage.portal.database.owner(
    "UPDATE notebook_server SET state = 'running' WHERE id = $1 AND person_id = $2",
    [serverId, actor.personId],
  );
}

/** What the spawner put into the server's environment, as a cell of the person's own notebook reads it. */
async function identityHeaderOf(hub: RunningHub, ref: HubServerRef): Promise<string> {
  const kernel = await Kernel.start(serverUrlOf(hub, ref), { jar: await browserOf(hub, ref) });
  const output = await kernel.run("import os; print(os.environ['IDENTITY_HEADER'], end='')");
  await kernel.close();
  return output.stdout;
}
