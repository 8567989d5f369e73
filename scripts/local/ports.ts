import { createServer } from "node:net";

/** Ports of the local cloud; portal on localhost, all else on 127.0.0.1. */
export type Ports = Record<PortName, number>;
export type PortName = keyof typeof defaults;

const defaults = {
  portal: 3000,
  entra: 4100,
  entraTls: 4143,
  lake: 4200,
  lakeTls: 4243,
  hub: 4300,
  hubApi: 4301,
  hubProxyApi: 4302,
  identity: 4400,
};

/** The environment variable that changes a port. */
const settings: Record<PortName, string> = {
  portal: "PORTAL_PORT",
  entra: "ENTRA_PORT",
  entraTls: "ENTRA_TLS_PORT",
  lake: "LAKE_PORT",
  lakeTls: "LAKE_TLS_PORT",
  hub: "HUB_PORT",
  hubApi: "HUB_INTERNAL_PORT",
  hubProxyApi: "HUB_PROXY_PORT",
  identity: "IDENTITY_PORT",
};

/** The ports to use: from the environment, else the defaults; all free ones when LAKEPORT_PORTS=free. */
export async function choosePorts(env: Record<string, string | undefined>): Promise<Ports> {
  const chosen = { ...defaults };
  for (const name of portNames()) {
    const wanted = env[settings[name]];
    chosen[name] =
      wanted !== undefined ? Number(wanted) : env.LAKEPORT_PORTS === "free" ? await freePort() : chosen[name];
  }
  return chosen;
}

/** Which of these ports somebody else holds. */
export async function takenPorts(ports: Ports): Promise<PortName[]> {
  const answers = await Promise.all(
    portNames().map(async (name) => ((await isFree(ports[name])) ? null : name)),
  );
  return answers.filter((name) => name !== null);
}

/** One sentence about a taken port: what it is for and how to choose another. */
export function takenSentence(name: PortName, port: number): string {
  return `Port ${port} (${name}) is taken by another program: stop that, or start with ${settings[name]}=<a free port>.`;
}

function portNames(): PortName[] {
  return Object.keys(defaults) as PortName[];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
