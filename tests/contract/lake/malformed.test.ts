import { existsSync, readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { account, createWorld, lakeIdentity, openRoot, type World } from "#tests/contract/lake/world.ts";

/** 2,000 here; FUZZ_RUNS sets another number, FUZZ_SEED repeats a run (a failure prints its seed). */
const runs = Number(process.env.FUZZ_RUNS ?? "2000");
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
let world: World;
let token: string;

beforeAll(async () => {
  world = await createWorld();
  await openRoot(world);
  await world.admin("POST", "assignments", {
    principalId: lakeIdentity,
    role: "Storage Blob Data Owner",
    scope: "/",
  });
  token = await world.token(lakeIdentity);
});
afterAll(() => world.close());

const oddSegment = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "%2E%2E%2F",
    "..%2f..%2fetc",
    "%252e%252e",
    "%00",
    "%",
    "%zz",
    "%ff%fe",
    "a%00b",
    "",
    " ",
    "%20",
    "~",
    "a+b",
    "%F0%9F%90%84",
    "con",
    "\\..\\",
    "a%5C..%5Cb",
    "x".repeat(1100),
  ),
  fc.string({ maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
);
const oddValue = fc.oneof(
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "NaN",
    "true",
    "filesystem",
    "file",
    "directory",
    "\t",
    "%",
    "..",
    "=",
    "bytes=5-1",
    "bytes=-",
    "bytes=9999999-",
    "user::rwx",
    "user:",
    "default:",
    ",,,",
    "user::rwx,user::rwx",
  ),
  fc.string({ maxLength: 20 }),
);
const queryName = fc.constantFrom(
  "resource",
  "action",
  "comp",
  "restype",
  "recursive",
  "directory",
  "maxResults",
  "continuation",
  "position",
  "mode",
  "prefix",
  "delimiter",
  "marker",
  "blockid",
  "maxRecords",
  "forceFlag",
  "fsAction",
  "upn",
  "timeout",
  "include",
  "beginFrom",
);
const queryValue = fc.oneof(
  fc.constantFrom(
    "filesystem",
    "account",
    "file",
    "directory",
    "container",
    "service",
    "list",
    "properties",
    "append",
    "flush",
    "getAccessControl",
    "setAccessControl",
    "setAccessControlRecursive",
    "setProperties",
    "getStatus",
    "checkAccess",
    "lease",
    "metadata",
    "block",
    "blocklist",
    "acl",
    "undelete",
    "expiry",
    "set",
    "modify",
    "remove",
    "true",
    "/",
    "legacy",
    "posix",
  ),
  oddValue,
);
const headerName = fc.constantFrom(
  "x-ms-acl",
  "x-ms-permissions",
  "x-ms-umask",
  "x-ms-owner",
  "x-ms-properties",
  "x-ms-rename-source",
  "x-ms-range",
  "range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "x-ms-lease-id",
  "x-ms-lease-action",
  "x-ms-lease-duration",
  "x-ms-proposed-lease-id",
  "x-ms-blob-type",
  "x-ms-version",
  "x-ms-expiry-option",
  "x-ms-expiry-time",
  "content-md5",
  "x-ms-meta-a",
  "x-ms-copy-source",
  "accept",
);
const printable = (text: string) => text.replace(/[^\x20-\x7e\t]/g, "?");
const malformed = fc.record({
  method: fc.constantFrom("GET", "HEAD", "PUT", "PATCH", "DELETE", "POST", "OPTIONS", "TRACE", "LINK"),
  segments: fc.array(oddSegment, { maxLength: 4 }),
  container: fc.constantFrom("curated", "raw", "none", "..", "%2e%2e", "A", ""),
  query: fc.array(fc.tuple(queryName, queryValue), { maxLength: 5 }),
  headers: fc.array(
    fc.tuple(
      headerName,
      fc
        .oneof(
          oddValue,
          fc.constantFrom(
            "/curated/a",
            "/curated/../raw/b",
            "file",
            "*",
            "acquire",
            "BlockBlob",
            "application/xml",
          ),
        )
        .map(printable),
    ),
    { maxLength: 5 },
  ),
  body: fc.oneof(fc.constant(undefined), fc.string({ maxLength: 40 })),
});
type Malformed = typeof malformed extends fc.Arbitrary<infer T> ? T : never;

async function send(wanted: Malformed): Promise<number> {
  const query = wanted.query
    .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&");
  const path =
    `/${account}/${[wanted.container, ...wanted.segments].join("/")}${query === "" ? "" : `?${query}`}`.replace(
      /[^\x21-\x7e]/g,
      "%20",
    );
  const url = new URL(world.lake.http);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: url.hostname,
        port: url.port,
        method: wanted.method,
        path,
        headers: {
          ...Object.fromEntries(wanted.headers),
          authorization: `Bearer ${token}`,
          "content-length": String(Buffer.byteLength(wanted.body ?? "")),
        },
      },
      (incoming) => {
        incoming.resume();
        incoming.on("end", () => resolve(incoming.statusCode ?? 0));
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(wanted.body);
  });
}

test(`${runs} malformed requests bring no fault, no crash and no path outside the lake`, async () => {
  await fc.assert(
    fc.asyncProperty(malformed, async (wanted) => {
      const status = await send(wanted);
      expect(status, JSON.stringify(wanted)).not.toBe(500);
      expect(status).toBeGreaterThanOrEqual(200);
    }),
    { numRuns: runs, seed },
  );
  expect(readdirSync(join(world.folder, "state")).toSorted()).toEqual([
    "index.db",
    "index.db-shm",
    "index.db-wal",
    "segments",
  ]);
  expect(existsSync(join(world.folder, "etc"))).toBe(false);
  expect((await world.call(lakeIdentity, "GET /curated?resource=filesystem&recursive=false")).status).toBe(
    200,
  );
});
