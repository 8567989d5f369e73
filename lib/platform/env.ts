import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";

const origin = z.url().transform((value) => value.replace(/\/+$/, ""));
const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");
const list = z
  .string()
  .default("")
  .transform((value) => value.split(",").filter((item) => item !== ""));

const schema = z.object({
  PORTAL_ORIGIN: origin.default("http://localhost:3000"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  /** Role `lakeport_app` for web and identity, `lakeport_worker` for the worker. */
  DATABASE_URL: z.string().min(1),
  /** First key seals, all open: `id:base64url(32 bytes)`, comma-separated. */
  SEAL_KEYS: z.string().min(1),
  ALLOW_EMULATORS: flag,

  ENTRA_TENANT_ID: z.guid(),
  ENTRA_CLIENT_ID: z.guid(),
  ENTRA_CLIENT_SECRET: z.string().optional(),
  ENTRA_CLIENT_CERTIFICATE_PATH: z.string().optional(),
  ENTRA_CLI_CLIENT_ID: z.guid().optional(),
  ENTRA_AUTHORITY: origin.optional(),
  ENTRA_KNOWN_AUTHORITIES: list,
  ENTRA_AUTHORITY_METADATA: z.string().optional(),
  /** For @azure/identity; https only. */
  AZURE_AUTHORITY_HOST: origin.optional(),
  GRAPH_URL: origin.default("https://graph.microsoft.com/v1.0"),
  /** Audience and scope prefix of Graph tokens. */
  GRAPH_RESOURCE: origin.default("https://graph.microsoft.com"),
  WORKER_CLIENT_ID: z.guid().optional(),
  WORKER_CLIENT_SECRET: z.string().optional(),

  LAKE_ACCOUNT: z.string().regex(/^[a-z0-9]{3,24}$/),
  /** What every SDK uses. */
  LAKE_URL: origin,
  LAKE_BLOB_URL: origin,
  /** What the browser's own fetch uses. */
  LAKE_BROWSER_URL: origin,
  /** Whether the browser moves files straight to and from the lake; off: the portal streams them. */
  DIRECT_TRANSFER: z
    .enum(["0", "1"])
    .default("1")
    .transform((value) => value === "1"),
  /** Largest file that the portal itself streams into the lake; 100 GiB. Direct transfers have no such limit. */
  UPLOAD_BYTES_MAX: z.coerce.number().int().positive().default(107_374_182_400),

  HUB_URL: origin.optional(),
  HUB_API_URL: origin.optional(),
  HUB_API_TOKEN: z.string().optional(),
  HUB_OAUTH_CLIENT_ID: z.string().default("jupyterhub"),
  HUB_OAUTH_CLIENT_SECRET: z.string().optional(),
  /** File in which the start-up writes how far the notebooks' own installation is. */
  HUB_READINESS_FILE: z.string().optional(),
  IDENTITY_HOST: z.string().default("127.0.0.1"),
  IDENTITY_PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
});

/** Every setting of the product, parsed once; names as in the environment. */
export type Env = z.infer<typeof schema>;

/** Parses settings; refuses with one sentence per wrong setting, values left out. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(dropEmpty(source));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("configuration_invalid", `Settings are missing or wrong. ${wrong.join("; ")}`);
  }
  refuseForeignEmulators(parsed.data);
  return parsed.data;
}

/**
 * Emulators sign anybody in: their origins must be loopback, and only where ALLOW_EMULATORS=1 says that this is meant.
 * An origin counts as an emulator's when it is loopback.
 */
function refuseForeignEmulators(env: Env): void {
  const outside = [
    env.LAKE_URL,
    env.GRAPH_URL,
    env.AZURE_AUTHORITY_HOST,
    ...endpointsOf(env.ENTRA_AUTHORITY_METADATA),
  ];
  const local = outside.filter((value) => value !== undefined && isLoopback(value));
  if (local.length > 0 && !env.ALLOW_EMULATORS) {
    throw new AppError(
      "configuration_invalid",
      `${local[0]} is an emulator; set ALLOW_EMULATORS=1 if that is meant.`,
    );
  }
  const foreign = endpointsOf(env.ENTRA_AUTHORITY_METADATA).find((value) => !isLoopback(value));
  if (foreign !== undefined && !isMicrosoft(foreign)) {
    throw new AppError(
      "configuration_invalid",
      `ENTRA_AUTHORITY_METADATA names ${new URL(foreign).host}: neither Microsoft nor loopback.`,
    );
  }
}

/** Whether the settings name the local cloud: what the shell's badge shows. */
export function isLocalCloud(env: Env): boolean {
  return env.ALLOW_EMULATORS && isLoopback(env.LAKE_URL);
}

function endpointsOf(metadata: string | undefined): string[] {
  if (metadata === undefined) {
    return [];
  }
  const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(metadata));
  return Object.values(parsed).filter(
    (value) => typeof value === "string" && URL.canParse(value),
  ) as string[];
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isMicrosoft(url: string): boolean {
  return /(^|\.)(microsoftonline\.(com|us)|windows\.net|partner\.microsoftonline\.cn)$/.test(
    new URL(url).hostname,
  );
}

function dropEmpty(source: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== "",
    ),
  );
}
