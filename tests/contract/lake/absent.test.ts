import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { account, createWorld, lakeIdentity, openRoot, type World } from "#tests/contract/lake/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await openRoot(world);
  expect(
    (
      await world.call(lakeIdentity, "PUT /curated/a", {
        headers: { "x-ms-blob-type": "BlockBlob" },
        body: "kept",
      })
    ).status,
  ).toBe(201);
});
afterAll(() => world.close());

/** Request, status, and what the answer names. */
const refused: [string, Record<string, string>, number, string][] = [
  ["GET /curated/a?sv=2021-08-06&sig=abc&sp=r", {}, 501, "shared access signatures"],
  ["POST /?comp=batch", {}, 501, "batch"],
  ["POST /curated/a?comp=query", {}, 501, "query blob contents"],
  ["PUT /curated/a?comp=tags", {}, 501, "tags"],
  ["PUT /curated/a?comp=tier", {}, 501, "tiers"],
  ["PUT /curated/a?comp=snapshot", {}, 501, "snapshots"],
  ["GET /curated/a?snapshot=2021-01-01T00:00:00.0000000Z", {}, 501, "snapshots"],
  ["PUT /curated/a", { "x-ms-blob-type": "AppendBlob" }, 501, "AppendBlob"],
  ["PUT /curated/b", { "x-ms-encryption-key": "k", "x-ms-blob-type": "BlockBlob" }, 501, "encryption keys"],
  ["GET /curated?resource=filesystem&recursive=true&beginFrom=x", {}, 501, "beginFrom"],
  ["PUT /curated/a", {}, 400, "x-ms-blob-type"],
  ["PUT /curated/a?comp=nonsense", { "x-ms-blob-type": "BlockBlob" }, 400, "nonsense"],
  ["PATCH /curated/a?action=nonsense", {}, 400, "nonsense"],
  ["PUT /curated/a?resource=symlink", {}, 400, "symlink"],
  ["LINK /curated/a", {}, 405, "UnsupportedHttpVerb"],
];

describe("what is not emulated is refused by name and changes nothing", () => {
  for (const [request, headers, status, named] of refused) {
    test(`${request} ${Object.keys(headers).join(" ")}`, async () => {
      const answer = await world.call(lakeIdentity, request, { headers });
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(named);
      const properties = await world.call(lakeIdentity, "HEAD /curated/a");
      expect(properties.headers.get("content-length")).toBe("4");
    });
  }
});

describe("a directory that cannot be asked", () => {
  let directory: Server;
  afterAll(() => directory.close());

  test("is 503 ServerBusy, which clients retry, and no decision", async () => {
    directory = createServer((_request, response) => response.writeHead(500).end()).listen(0, "127.0.0.1");
    const address = directory.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await world.restart({ identity: { entraOrigin: `http://127.0.0.1:${port}`, adminToken: "x" } });
    const response = await fetch(
      `${world.lake.http}/${account}/curated?resource=filesystem&recursive=false`,
      {
        headers: { authorization: `Bearer ${await world.token(lakeIdentity)}` },
      },
    );
    expect([response.status, response.headers.get("x-ms-error-code")]).toEqual([503, "ServerBusy"]);
  });
});
