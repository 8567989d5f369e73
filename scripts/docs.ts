import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describePermissions } from "#lib/permissions/describe-permissions.ts";

/**
 * `node scripts/docs.ts [--check]`: writes the tables that the docs take from the code, or says which of them are stale.
 * A table stands between `<!-- made by scripts/docs.ts: NAME -->` and `<!-- end -->`.
 */
const root = resolve(import.meta.dirname, "..");

/** Files with made tables, and how each table is made. */
const tables: Record<string, Record<string, () => string>> = {
  "docs/permissions.md": { permissions: describePermissions },
  "docs/guides/developer.md": { settings: describeSettings },
};

/** Every file with made tables, as it is and as the code says it should be. */
export function madeDocuments(): { path: string; is: string; shouldBe: string }[] {
  return Object.entries(tables).map(([path, made]) => {
    const is = readFileSync(join(root, path), "utf8");
    const shouldBe = Object.entries(made).reduce(
      (text, [name, make]) => replaceTable(text, name, make()),
      is,
    );
    return { path, is, shouldBe };
  });
}

/** Throws when the document has no place for the table. */
function replaceTable(text: string, name: string, table: string): string {
  const begin = `<!-- made by scripts/docs.ts: ${name} -->`;
  const [before, after] = text.split(begin);
  const end = after?.indexOf("<!-- end -->") ?? -1;
  if (before === undefined || after === undefined || end < 0) {
    throw new Error(`No place for the table "${name}": put ${begin} and <!-- end --> around it.`);
  }
  return `${before}${begin}\n${table.trim()}\n${after.slice(end)}`;
}

/** Words for settings that have none in the schema's own comments. */
const wordsElsewhere: Record<string, string> = {
  PORTAL_ORIGIN:
    "Where people reach the portal; cookies, redirect addresses and the origin check depend on it.",
  LOG_LEVEL: "`debug`, `info`, `warn` or `error`.",
  ALLOW_EMULATORS: "`1` allows loopback addresses for Entra, Graph and the lake.",
  ENTRA_TENANT_ID: "The operator's tenant.",
  ENTRA_CLIENT_ID: "The portal's application.",
  ENTRA_CLIENT_SECRET: "Its secret; better a certificate.",
  ENTRA_CLIENT_CERTIFICATE_PATH: "PEM file with certificate and key, instead of the secret.",
  ENTRA_CLI_CLIENT_ID: "The public client that command-line tools use.",
  ENTRA_AUTHORITY: "Not set: `https://login.microsoftonline.com/<tenant>`.",
  ENTRA_KNOWN_AUTHORITIES: "Hosts that MSAL takes without asking Microsoft, comma-separated.",
  ENTRA_AUTHORITY_METADATA: "Endpoints as JSON, for an authority that is not discovered.",
  GRAPH_URL: "Microsoft Graph.",
  WORKER_CLIENT_ID: "The worker's own identity; without a secret it is a managed identity.",
  WORKER_CLIENT_SECRET: "For the local cloud.",
  LAKE_ACCOUNT: "Name of the storage account.",
  LAKE_BLOB_URL: "The account's blob address, which adlfs uses.",
  HUB_URL: "Where people reach the Hub: another registrable domain than the portal. Not set: no notebooks.",
  HUB_API_URL: "The Hub's API.",
  HUB_API_TOKEN: "Token of the Hub's service `portal`.",
  HUB_OAUTH_CLIENT_ID: "The Hub as a client of the portal's OAuth server.",
  HUB_OAUTH_CLIENT_SECRET: "Its secret.",
  IDENTITY_HOST: "Address of the identity endpoint: internal, never behind the public proxy.",
  IDENTITY_PORT: "Its port.",
};

type Setting = { name: string; schema: string; words: string };

/** The product's settings as Markdown, read from the schema in lib/platform/env.ts and its comments. */
export function describeSettings(): string {
  const source = readFileSync(join(root, "lib/platform/env.ts"), "utf8");
  const lines = readSettings(source).map(
    ({ name, schema, words }) => `| \`${name}\` | ${demandOf(schema)} | ${words || wordsFor(name)} |`,
  );
  return ["| Setting | Default | |", "|---|---|---|", ...lines].join("\n");
}

function wordsFor(name: string): string {
  const words = wordsElsewhere[name];
  if (words === undefined) {
    throw new Error(`Say in lib/platform/env.ts, in a comment above ${name}, what it is.`);
  }
  return words;
}

/** Each `NAME: …` of the schema, with the comment above it. A comment belongs to the one setting below it. */
function readSettings(source: string): Setting[] {
  const body = /const schema = z\.object\(\{\n(.*?)\n\}\);/s.exec(source)?.[1];
  if (body === undefined) {
    throw new Error("lib/platform/env.ts has no schema that this script can read.");
  }
  const pattern = / {2}(?:\/\*\* ([^\n]*?) \*\/\n {2})?([A-Z_]+): ((?:[^\n]|\n {4})*?),(?=\n {2}\S|\n\n|$)/g;
  return [...body.matchAll(pattern)].map(([, words = "", name = "", schema = ""]) => ({
    name,
    schema,
    words,
  }));
}

/** `required`, `optional`, or the default. */
function demandOf(schema: string): string {
  const [, value] = /\.default\(([^)]*)\)/.exec(schema) ?? [];
  if (value !== undefined) {
    return value === '""' ? "empty" : `\`${value.replaceAll('"', "").replaceAll("_", "")}\``;
  }
  if (schema === "flag") {
    return "`0`";
  }
  return schema === "list" || schema.includes(".optional()") ? "optional" : "required";
}

if (import.meta.main) {
  const stale = madeDocuments().filter(({ is, shouldBe }) => is !== shouldBe);
  const isCheck = process.argv.includes("--check");
  for (const { path, shouldBe } of stale) {
    if (!isCheck) {
      writeFileSync(join(root, path), shouldBe);
    }
    console.log(
      `${path} ${isCheck ? "says something else than the code: run node scripts/docs.ts" : "written"}`,
    );
  }
  process.exit(isCheck && stale.length > 0 ? 1 : 0);
}
