import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LakeOutcome, LakePage } from "#lib/lake/lake.ts";
import { principals } from "#tests/cast.ts";
import {
  bodyOf,
  groups,
  partition,
  partitionAcl,
  people,
  type StartedLake,
  startedLake,
} from "#tests/contract/lake-adapter/started-lake.ts";

let world: StartedLake;
beforeAll(async () => {
  world = await startedLake();
  const root = { container: "curated", path: "" };
  value(await world.identity.setAcl(root, "user::rwx,group::---,other::--x"));
  value(
    await world.identity.createDirectory(at(""), {
      acl: partitionAcl,
      metadata: { lakeport_folder_id: "f-1" },
    }),
  );
});
afterAll(() => world?.end());

const at = (path: string) => ({
  container: "curated",
  path: path === "" ? partition : `${partition}/${path}`,
});

function value<T>(outcome: LakeOutcome<T>): T {
  if (!outcome.ok) {
    throw new Error(`${outcome.refusal} ${outcome.code}`);
  }
  return outcome.value;
}

const write = (path: string, content: string | ReadableStream<Uint8Array>, overwrite = false) =>
  world.as("contributor").write(at(path), {
    body: typeof content === "string" ? new Blob([content]).stream() : content,
    contentType: "text/csv",
    overwrite,
  });

const read = async (path: string, offset = 0, length: number | null = null) =>
  new Response(value(await world.as("reader").read(at(path), { offset, length })).body).text();

const namesIn = async (path: string) =>
  value(await world.as("reader").list(at(path), { pageSize: 1000, continuation: null })).entries.map(
    (one) => one.name,
  );

describe("the lake identity", () => {
  test("a directory is born with its ACL in the create call, owned by the lake identity", async () => {
    const access = value(await world.identity.access(at("")));
    expect(access.owner).toBe(principals.worker);
    expect(access.acl).toContain(`group:${groups.readers}:r-x`);
    expect(access.acl).toContain(`default:group:${groups.contributors}:rwx`);
    expect(value(await world.as("reader").properties(at(""))).isDirectory).toBe(true);
  });

  test("a directory that exists is taken and keeps its ACL", async () => {
    const again = await world.identity.createDirectory(at(""), {
      acl: "user::rwx,group::---,other::---",
      metadata: {},
    });
    expect(again).toMatchObject({ ok: false, refusal: "taken" });
    expect(value(await world.identity.access(at(""))).acl).toContain(groups.readers);
  });

  test("the sticky bit is set by a call of its own and the ACL stays", async () => {
    value(await world.identity.createDirectory(at("sticky"), { acl: partitionAcl, metadata: {} }));
    value(await world.identity.setPermissions(at("sticky"), "rwxrwx--T"));
    const access = value(await world.identity.access(at("sticky")));
    expect(access.permissions).toMatch(/T\+$/);
    expect(access.acl).toContain(groups.contributors);
  });

  test("changing the owner leaves the ACL untouched", async () => {
    value(await write("handed-over.csv", "a\n"));
    const before = value(await world.identity.access(at("handed-over.csv")));
    expect(before.owner).toBe(people.contributor.oid);
    value(await world.identity.setOwner(at("handed-over.csv"), { owner: principals.worker }));
    const after = value(await world.identity.access(at("handed-over.csv")));
    expect(after).toEqual({ ...before, owner: principals.worker });
  });

  test("a directory is renamed, also to a name that needs encoding, and never over another", async () => {
    value(await world.identity.createDirectory(at("from"), { acl: partitionAcl, metadata: {} }));
    value(await world.identity.rename(at("from"), at("to 100% #?+ ünï")));
    expect(await namesIn("")).toContain("to 100% #?+ ünï");
    value(await world.identity.createDirectory(at("from"), { acl: partitionAcl, metadata: {} }));
    expect((await world.identity.rename(at("from"), at("to 100% #?+ ünï"))).ok).toBe(false);
  });
});

describe("a person's session", () => {
  test.each([
    "plain.csv",
    "100% sure.csv",
    "a#b?c=d&e.csv",
    "plus + space.csv",
    "semi;colon,'quote'.csv",
    "Ünïcode 数据 🧊.csv",
    "%2e%2e",
    "[brackets](and)~tilde!.csv",
    `${"long".repeat(60)}.csv`,
  ])("the name %j can be written, listed, described, read and deleted", async (name) => {
    value(await write(`names/${name}`, "celsius\n4.5\n"));
    expect(await namesIn("names")).toContain(name);
    expect(value(await world.as("reader").properties(at(`names/${name}`)))).toMatchObject({
      name,
      size: 12,
      isDirectory: false,
      contentType: "text/csv",
      owner: people.contributor.oid,
    });
    expect(await read(`names/${name}`)).toBe("celsius\n4.5\n");
    expect(await read(`names/${name}`, 8, 3)).toBe("4.5");
    value(await world.as("contributor").delete(at(`names/${name}`), { recursive: false }));
    expect(await namesIn("names")).not.toContain(name);
  });

  test("the correlation id reaches the lake's log with the person's object id", async () => {
    await world.as("reader", "correlation-4711").list(at(""), { pageSize: 10, continuation: null });
    const line = world.running.log.since(0).find((one) => JSON.stringify(one).includes("correlation-4711"));
    expect(JSON.stringify(line)).toContain(people.reader.oid);
  });

  test("a directory of 2,500 entries comes in pages, complete and without repeats", async () => {
    await Promise.all(
      Array.from({ length: 5 }, async (_, lane) => {
        for (let index = lane; index < 2500; index += 5) {
          value(
            await world.identity.createDirectory(at(`many/d${index}`), { acl: partitionAcl, metadata: {} }),
          );
        }
      }),
    );
    const seen: string[] = [];
    let continuation: string | null = null;
    do {
      const page: LakePage = value(
        await world.as("reader").list(at("many"), { pageSize: 1000, continuation }),
      );
      expect(page.entries.length).toBeLessThanOrEqual(1000);
      seen.push(...page.entries.map((entry) => entry.name));
      continuation = page.continuation;
    } while (continuation !== null);
    expect(seen).toHaveLength(2500);
    expect(new Set(seen).size).toBe(2500);
  });

  test("checkAccess gives the lake's own verdict", async () => {
    expect(value(await world.as("reader").checkAccess(at(""), "r-x"))).toBe(true);
    expect(value(await world.as("reader").checkAccess(at(""), "-wx"))).toBe(false);
    expect(value(await world.as("contributor").checkAccess(at(""), "-wx"))).toBe(true);
    expect(await world.as("reader").checkAccess(at("nowhere"), "r--")).toMatchObject({ refusal: "absent" });
  });

  test("a reader writes nothing, makes nothing, deletes nothing", async () => {
    value(await write("kept.csv", "kept"));
    const reader = world.as("reader");
    const body = () => new Blob(["x"]).stream();
    const file = { contentType: "text/csv", overwrite: true };
    expect(await reader.write(at("new.csv"), { ...file, body: body() })).toMatchObject({
      refusal: "forbidden",
    });
    expect(await reader.write(at("kept.csv"), { ...file, body: body() })).toMatchObject({
      refusal: "forbidden",
    });
    expect(await reader.makeDirectory(at("new"))).toMatchObject({ refusal: "forbidden" });
    expect(await reader.delete(at("kept.csv"), { recursive: false })).toMatchObject({ refusal: "forbidden" });
    expect(await read("kept.csv")).toBe("kept");
    expect((await namesIn("")).filter((name) => name.startsWith(".") || name.startsWith("new"))).toEqual([]);
  });

  test("an outsider gets forbidden for whatever is there, by every call", async () => {
    value(await write("inside.csv", "x"));
    const outsider = world.as("outsider");
    expect(await outsider.list(at(""), { pageSize: 10, continuation: null })).toMatchObject({
      refusal: "forbidden",
    });
    expect(await outsider.read(at("inside.csv"), { offset: 0, length: 1 })).toMatchObject({
      refusal: "forbidden",
    });
    expect(await outsider.properties(at("inside.csv"))).toMatchObject({ refusal: "forbidden" });
    expect(await outsider.access(at("inside.csv"))).toMatchObject({ refusal: "forbidden" });
  });

  test("what is not there is absent, and a range beyond the end is invalid", async () => {
    value(await write("short.csv", "abc"));
    const reader = world.as("reader");
    expect(await reader.list(at("nowhere"), { pageSize: 10, continuation: null })).toMatchObject({
      refusal: "absent",
    });
    expect(await reader.properties(at("nowhere"))).toMatchObject({ refusal: "absent" });
    expect(await reader.read(at("nowhere"), { offset: 0, length: 1 })).toMatchObject({ refusal: "absent" });
    expect(await reader.read(at("short.csv"), { offset: 9, length: 1 })).toMatchObject({
      refusal: "invalid",
    });
  });

  test("a read that names an older version is refused as changed", async () => {
    value(await write("moving.csv", "one"));
    const { etag } = value(await world.as("reader").properties(at("moving.csv")));
    value(await write("moving.csv", "two", true));
    const stale = await world.as("reader").read(at("moving.csv"), { offset: 0, length: 1, ifMatch: etag });
    expect(stale).toMatchObject({ refusal: "changed" });
  });
});

describe("writing", () => {
  test("a file is not there before its last byte, and there is nothing else afterwards", async () => {
    const seen = new Set<string>();
    let looked = Promise.resolve();
    const body = bodyOf(10 * 1024 * 1024, (sent) => {
      if (sent === 9 * 1024 * 1024) {
        looked = namesIn("growing").then((names) => {
          for (const name of names) {
            seen.add(name);
          }
        });
      }
    });
    value(await write("growing/big.bin", body));
    await looked;
    expect([...seen].some((name) => name === "big.bin")).toBe(false);
    expect([...seen].some((name) => name.startsWith(".lakeport-upload-"))).toBe(true);
    expect(await namesIn("growing")).toEqual(["big.bin"]);
    expect(value(await world.as("reader").properties(at("growing/big.bin"))).size).toBe(10 * 1024 * 1024);
  });

  test("a sender that breaks off leaves nothing, and what stood there before stays", async () => {
    value(await write("broken/old.csv", "old"));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(5 * 1024 * 1024)),
      pull: (controller) => controller.error(new Error("the sender went away")),
    });
    await expect(write("broken/old.csv", body, true)).rejects.toThrow("The sender of the body broke off.");
    expect(await namesIn("broken")).toEqual(["old.csv"]);
    expect(await read("broken/old.csv")).toBe("old");
  });

  test("an existing file is taken unless it is to be replaced", async () => {
    value(await write("taken.csv", "first"));
    expect(await write("taken.csv", "second")).toMatchObject({ ok: false, refusal: "taken" });
    expect(await read("taken.csv")).toBe("first");
    value(await write("taken.csv", "third", true));
    expect(await read("taken.csv")).toBe("third");
    expect((await namesIn("")).filter((name) => name.startsWith(".lakeport"))).toEqual([]);
  });

  test("an empty file can be written and read", async () => {
    value(await write("empty.csv", ""));
    expect(await read("empty.csv")).toBe("");
  });

  test("200 MiB pass with flat memory", async () => {
    const before = process.memoryUsage();
    let peak = 0;
    const body = bodyOf(200 * 1024 * 1024, () => {
      const now = process.memoryUsage();
      peak = Math.max(peak, now.external - before.external);
    });
    expect(value(await write("large.bin", body)).size).toBe(200 * 1024 * 1024);
    expect(peak).toBeLessThan(64 * 1024 * 1024);
  });
});

test("a lake that does not answer is a fault with a name, not a refusal", async () => {
  const { createLake } = await import("#lib/lake/lake-adapter.ts");
  const nowhere = createLake({ LAKE_URL: "https://127.0.0.1:1/lakeportlocal" });
  await expect(nowhere.ping()).rejects.toMatchObject({ code: "lake_unavailable" });
  const session = nowhere.as({ value: "x", expiresAt: new Date(Date.now() + 60_000) }, "c");
  await expect(session.properties(at(""))).rejects.toMatchObject({ code: "lake_unavailable" });
});

test("ping measures a round trip without a token", async () => {
  expect(await world.lake.ping()).toBeGreaterThan(0);
});
