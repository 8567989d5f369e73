import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { holdHome } from "./local/home-lock.ts";
import { startLocalCloud } from "./local/local-cloud.ts";
import { choosePorts, takenPorts, takenSentence } from "./local/ports.ts";
import { openSecrets } from "./local/secrets.ts";
import { originsOf } from "./local/settings.ts";
import { createSteps } from "./local/steps.ts";
import { Supervisor } from "./local/supervisor.ts";

/** `npm run up`: from a fresh clone to a running product, on this machine alone. */
const root = resolve(import.meta.dirname, "..");
const home = resolve(process.env.LAKEPORT_HOME ?? join(root, ".lakeport"));
const steps = createSteps();
const supervisor = new Supervisor(join(home, "logs"), steps.say);

let stopping: Promise<void> | null = null;
function stopAll(code: number): void {
  stopping ??= supervisor.stop().then(() => process.exit(code));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => stopAll(0));
}
if (process.env.LAKEPORT_BOOTSTRAPPED === "1") {
  process.stdin
    .on("end", () => stopAll(0))
    .on("error", () => stopAll(0))
    .resume();
}

try {
  await start();
} catch (error) {
  console.error(sentenceOf(error));
  stopAll(1);
}

async function start(): Promise<void> {
  const started = performance.now();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  holdHome(home);
  const secrets = openSecrets(home);
  const ports = await choosePorts(process.env);
  const taken = await takenPorts(ports);
  const needed = taken.filter((name) => !["hub", "hubApi", "hubProxyApi", "identity"].includes(name));
  if (needed.length > 0) {
    throw new Error(needed.map((name) => takenSentence(name, ports[name])).join("\n"));
  }
  for (const name of taken) {
    steps.say(`${takenSentence(name, ports[name])} Going on without notebooks.`);
  }
  const cloud = { root, home, ports, secrets };
  writeFileSync(join(home, "ports.json"), JSON.stringify(ports), { mode: 0o600 });
  const hasNotebooks = taken.length === 0 && process.env.LAKEPORT_NOTEBOOKS !== "0";
  await startLocalCloud(cloud, { supervisor, steps, hasNotebooks });
  if (stopping === null) {
    steps.say(
      `Lakeport is ready at ${originsOf(ports).portal} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
    );
    sayPeople();
  }
  void supervisor.failed.then((reason) => {
    console.error(`${reason} Stopping everything.`);
    stopAll(1);
  });
}

function sayPeople(): void {
  steps.say("Sign in as one of the demo people (the local sign-in page asks for no password):");
  steps.say("  contributor@contoso.example   may write in one folder; opens a notebook in it");
  steps.say("  reader@contoso.example        may read three folders");
  steps.say("  admin@contoso.example         runs the organization Contoso Dairy, a guest");
  steps.say("  reader@fabrikam.example       another organization: sees nothing of Contoso");
  steps.say("  platform-admin@northwind.example   operates the portal");
  steps.say("Ctrl-C stops everything.");
}

function sentenceOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const words = error instanceof Error ? error.message : String(error);
  const known: Record<string, string> = {
    EACCES: `No permission: ${words}. Lakeport keeps its state in ${home}; choose another folder with LAKEPORT_HOME=….`,
    EEXIST: `${home} is a file, not a folder. Choose another state folder with LAKEPORT_HOME=….`,
    ENOTDIR: `${home} lies below a file. Choose another state folder with LAKEPORT_HOME=….`,
    EROFS: `The disk is read-only: ${words}. Choose another state folder with LAKEPORT_HOME=….`,
    ENOSPC: `The disk is full: ${words}. Make room, then start again; nothing that was saved is lost.`,
  };
  return (typeof code === "string" ? known[code] : undefined) ?? words;
}
