import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipelineToken } from "#emulators/devices/pipeline-token.ts";
import { issueServerCertificate } from "#emulators/shared/certificates.ts";
import { clients, tenantId } from "#tests/cast.ts";
import { type Answer, plantProxy, type Sabotage } from "#tests/e2e/planted-proxy.ts";
import { startTestCloud, type TestCloud } from "#tests/local-cloud.ts";

/** Which planted proxy does what wrong; null: it passes everything on. */
export type Sabotages = { portal: Sabotage | null; lake: Sabotage | null; identity: Sabotage | null };

/** A local cloud whose portal, lake and identity endpoint are reached through proxies that a test has planted. */
export type SabotagedCloud = {
  cloud: TestCloud;
  sabotages: Sabotages;
  /** What the installation's own `npm run doctor` says: its exit code and its words. */
  doctor(): Promise<{ code: number | null; words: string }>;
  stop(): Promise<void>;
};

const root = resolve(import.meta.dirname, "../..");

/** Starts it with the portal on the Hub's own host name, as a careless operator would. */
export async function startSabotagedCloud(): Promise<SabotagedCloud> {
  const home = mkdtempSync(join(tmpdir(), "lakeport-sabotaged-"));
  const sabotages: Sabotages = { portal: null, lake: null, identity: null };
  const port = (name: string) => JSON.parse(readFileSync(join(home, "ports.json"), "utf8"))[name];
  const plant = (name: keyof Sabotages) => ({
    target: () => `http://127.0.0.1:${port(name)}`,
    sabotage: () => sabotages[name],
  });
  const [portal, lake, identity] = await Promise.all([
    plantProxy(plant("portal")),
    plantProxy({ ...plant("lake"), certificate: await issueServerCertificate(home) }),
    plantProxy(plant("identity")),
  ]);
  const closeProxies = async () => void (await Promise.all([portal.close(), lake.close(), identity.close()]));
  const env = {
    LAKEPORT_PORTAL_ORIGIN: `http://127.0.0.1:${portal.port}`,
    LAKEPORT_LAKE_URL: `https://127.0.0.1:${lake.port}/lakeportlocal`,
    LAKEPORT_IDENTITY_ENDPOINT: `http://127.0.0.1:${identity.port}/msi/token`,
  };
  try {
    const cloud = await startTestCloud({ home, env, withNotebooks: true });
    const doctor = () => runDoctor({ ...process.env, ...env, LAKEPORT_HOME: home });
    return { cloud, sabotages, doctor, stop: () => cloud.stop().finally(closeProxies) };
  } catch (error) {
    await closeProxies();
    throw error;
  }
}

/** Sends the pipeline's token in place of the caller's own. */
export async function asPipeline(cloud: TestCloud): Promise<Sabotage> {
  const authorization = `Bearer ${await tokenOfPipeline(cloud)}`;
  return { headers: (came: IncomingMessage) => ({ ...came.headers, authorization }) };
}

/** The pipeline's own token for the lake. */
export function tokenOfPipeline(cloud: { home: string; entra: string }): Promise<string> {
  const secrets = JSON.parse(readFileSync(join(cloud.home, "secrets.json"), "utf8"));
  const authority = `${cloud.entra}/${tenantId}`;
  return pipelineToken({ authority, clientId: clients.pipeline, secret: String(secrets.pipelineClient) })();
}

/** Tells the Hub that whoever signs in is `hubUser`; `told` holds whom it named instead of whom. */
export function namingHubUser(hubUser: string): Sabotage & { told: string[] } {
  const told: string[] = [];
  return {
    told,
    answer: (came, answer) => {
      if (came.url !== "/api/hub-oauth/userinfo" || answer.status !== 200) {
        return answer;
      }
      const said = parsed(answer);
      told.push(`${hubUser} for ${said.hub_user}`);
      const body = Buffer.from(JSON.stringify({ ...said, sub: hubUser, hub_user: hubUser }));
      return { ...answer, body };
    },
  };
}

/** Keeps each server's last good answer and goes on giving it. */
export function cachingTokens(): Sabotage {
  const kept = new Map<string, Answer>();
  return {
    answer: (came, answer) => {
      const caller = String(came.headers["x-identity-header"]);
      if (answer.status === 200) {
        kept.set(caller, answer);
      }
      return kept.get(caller) ?? answer;
    },
  };
}

function parsed(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.body.toString("utf8"));
}

async function runDoctor(env: NodeJS.ProcessEnv): Promise<{ code: number | null; words: string }> {
  const child = spawn(process.execPath, [join(root, "scripts/doctor.ts")], { cwd: root, env });
  const exited = new Promise<number | null>((done) => child.once("exit", done));
  const [words, code] = await Promise.all([
    Promise.all([child.stdout.toArray(), child.stderr.toArray()]).then((parts) => parts.flat().join("")),
    exited,
  ]);
  return { code, words };
}
