import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createWorld, lakeIdentity, openRoot, type World } from "#tests/contract/lake/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await openRoot(world);
  expect(
    (
      await world.call(lakeIdentity, "PUT /curated/a.bin", {
        headers: { "x-ms-blob-type": "BlockBlob" },
        body: "0123456789".repeat(1000),
      })
    ).status,
  ).toBe(201);
});
afterEach(() => world.admin("PUT", "faults", { rules: [] }));
afterAll(() => world.close());

const read = () => world.call(lakeIdentity, "GET /curated/a.bin");

describe("misbehaviour on demand", () => {
  test("a busy lake answers 503 with Retry-After as often as asked, then serves again", async () => {
    await world.admin("PUT", "faults", {
      rules: [{ operation: "ReadPath", refusal: "busy", retryAfterS: 2, times: 2 }],
    });
    const first = await read();
    expect([first.status, first.code, first.headers.get("retry-after")]).toEqual([503, "ServerBusy", "2"]);
    expect((await world.call(lakeIdentity, "HEAD /curated/a.bin")).status).toBe(200);
    expect([(await read()).status, (await read()).status]).toEqual([503, 200]);
  });

  test("a body is cut in the middle and the client notices", async () => {
    await world.admin("PUT", "faults", { rules: [{ operation: "ReadPath", cutAfterBytes: 4000, times: 1 }] });
    await expect(read()).rejects.toThrow();
    expect((await read()).text).toHaveLength(10_000);
  });

  test("a firewall says AuthorizationFailure, which is not a matter of ACLs", async () => {
    await world.admin("PUT", "faults", { rules: [{ refusal: "firewall" }] });
    expect([(await read()).status, (await read()).code]).toEqual([403, "AuthorizationFailure"]);
  });

  test("the same seed brings the same faults", async () => {
    const rules = [{ operation: "ReadPath", refusal: "throttled", chance: 0.5 }];
    const series = async () => {
      await world.admin("PUT", "faults", { rules, seed: 42 });
      const statuses: number[] = [];
      for (let count = 0; count < 12; count += 1) statuses.push((await read()).status);
      return statuses;
    };
    const first = await series();
    expect(new Set(first)).toEqual(new Set([200, 429]));
    expect(await series()).toEqual(first);
  });
});
