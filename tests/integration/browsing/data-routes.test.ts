import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET, POST, PUT } from "#app/api/v1/data/[org]/[zone]/[[...path]]/route.ts";
import { cast, clients } from "#tests/cast.ts";
import { portalOrigin } from "#tests/contract/entra/started-entra.ts";
import { stageStory } from "#tests/integration/browsing/stage.ts";
import { startWorld, type World } from "#tests/integration/browsing/world.ts";

let world: World;
let story: Awaited<ReturnType<typeof stageStory>>;
const tokens = new Map<string, string>();

const { contosoReader, contosoContributor, contosoAdmin, fabrikamReader, fabrikamAdmin, platformAdmin } =
  cast;
const people = [
  contosoReader,
  contosoContributor,
  contosoAdmin,
  fabrikamReader,
  fabrikamAdmin,
  platformAdmin,
];
const site = "contoso-dairy/curated/Site%20Alkmaar";

beforeAll(async () => {
  world = await startWorld();
  story = await stageStory(world);
  for (const { address } of people) {
    tokens.set(address, await world.entra.tokenOf(address, `api://${clients.portal}/access_as_user`));
  }
  await upload(contosoContributor, `${site}/readings.csv`, "at,celsius\n2026-01-01,4.5\n2026-01-02,9.1\n");
  await upload(contosoContributor, `${site}/Line%201/deep.csv`, "a\n1\n");
  await upload(fabrikamReader, "fabrikam-pharma/curated/Secret%20Plant/formula.csv", "secret\n");
});
afterAll(() => world?.end());

type Who = { address: string };

function request(who: Who, path: string, init: RequestInit = {}): Request {
  return new Request(`${portalOrigin}/api/v1/data/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${tokens.get(who.address)}`, ...init.headers },
    ...(init.body != null && { duplex: "half" }),
  });
}

const get = (who: Who, path: string, headers: Record<string, string> = {}) =>
  GET(request(who, path, { headers }));

async function upload(who: Who, path: string, body: BodyInit): Promise<Response> {
  return PUT(request(who, path, { method: "PUT", body }));
}

async function codeOf(reply: Response): Promise<string> {
  return `${reply.status} ${reply.ok ? "ok" : (await reply.json()).code}`;
}

const namesIn = async (who: Who, path: string): Promise<string[]> => {
  const page = await (await get(who, `${path}?list`)).json();
  return page.entries.map((entry: { name: string }) => entry.name);
};

describe("who may what", () => {
  const nothing = { list: "403 not_granted", read: "403 not_granted", write: "403 not_granted" };
  const absent = { list: "404 absent", read: "404 absent", write: "404 absent" };
  test.each([
    ["reader", contosoReader, { list: "200 ok", read: "200 ok", write: "403 read_only" }],
    ["contributor", contosoContributor, { list: "200 ok", read: "200 ok", write: "201 ok" }],
    ["admin of the organization, who was granted nothing", contosoAdmin, nothing],
    ["reader of another organization", fabrikamReader, absent],
    ["admin of another organization", fabrikamAdmin, absent],
    ["platform admin, who was granted nothing", platformAdmin, nothing],
  ])("%s", async (_, who, { list, read, write }) => {
    expect(await codeOf(await get(who, `${site}?list`))).toBe(list);
    expect(await codeOf(await get(who, `${site}/readings.csv`))).toBe(read);
    expect(await codeOf(await get(who, `${site}/readings.csv?preview`))).toBe(read);
    expect(await codeOf(await upload(who, `${site}/by-${who.oid}.csv`, "x"))).toBe(write);
    const made = await POST(request(who, `${site}/dir-${who.oid}?directory`, { method: "POST" }));
    expect(await codeOf(made)).toBe(write);
  });

  test("a guest who has not redeemed gets no token at all", async () => {
    await expect(
      world.entra.tokenOf(cast.contosoPending.address, `api://${clients.portal}/access_as_user`),
    ).rejects.toThrow();
  });

  test("nobody signed in gets 401 with a code", async () => {
    const reply = await GET(new Request(`${portalOrigin}/api/v1/data/${site}?list`));
    expect(await codeOf(reply)).toBe("401 not_signed_in");
  });

  test("an expired grant leads nowhere, though the lake still knows the group", async () => {
    await world.database.owner(
      `UPDATE "grant" SET expires_at = now() - interval '1 minute', created_at = now() - interval '1 day'
      WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [contosoReader.oid],
    );
    const me = await get(contosoReader, `${site}/nothing-here?preview`);
    expect(await codeOf(me)).toBe("403 not_granted");
    await world.database.owner(
      `UPDATE "grant" SET expires_at = NULL WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [contosoReader.oid],
    );
    expect(await codeOf(await get(contosoReader, `${site}/nothing-here?preview`))).toBe("404 absent");
  });
});

describe("refusals say nothing of what is inside", () => {
  test("another organization's folder and one that does not exist are the same answer, byte for byte", async () => {
    const bodies = await Promise.all(
      [
        "fabrikam-pharma/curated/Secret%20Plant?list",
        "fabrikam-pharma/curated/Secret%20Plant/formula.csv?preview",
        "fabrikam-pharma/curated?list",
        "no-such-organization/curated/Secret%20Plant?list",
        "contoso-dairy/no-such-zone?list",
      ].map(async (path) => {
        const reply = await get(contosoReader, path, { "x-correlation-id": "the-same-one" });
        return `${reply.status} ${await reply.text()}`;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain("404");
  });

  test("without a grant, a name that exists inside and one that does not are the same answer", async () => {
    const ask = async (name: string) => {
      const reply = await get(contosoAdmin, `${site}/${name}?preview`, {
        "x-correlation-id": "the-same-one",
      });
      return `${reply.status} ${await reply.text()}`;
    };
    expect(await ask("readings.csv")).toBe(await ask("no-such-name.csv"));
    expect(await ask("Line%201/deep.csv")).not.toContain("deep");
  });

  test("a private folder refuses whoever holds only its ancestors, and never lists", async () => {
    expect(await codeOf(await get(contosoContributor, "contoso-dairy/curated/Site%20Board?list"))).toBe(
      "403 not_granted",
    );
  });

  test("the words of a refusal name the folder and an admin can help", async () => {
    const body = await (await get(contosoAdmin, `${site}?list`)).json();
    expect(body).toMatchObject({ code: "not_granted", title: "You have no access to Site Alkmaar" });
    expect(JSON.stringify(body)).not.toContain(story.contoso.partitionOf("curated"));
  });
});

describe("hostile addresses", () => {
  const hostile = () => {
    const own = story.contoso.partitionOf("curated");
    const other = story.fabrikam.partitionOf("curated");
    return [
      `contoso-dairy/curated/..%2F${other}/Secret%20Plant`,
      `contoso-dairy/curated/%2e%2e%2f${other}`,
      `contoso-dairy/curated/..%5C${other}`,
      `contoso-dairy/curated/Site%20Alkmaar/..%2f..%2f..%2f${other}/Secret%20Plant/formula.csv`,
      "contoso-dairy/curated/Site%20Alkmaar%00",
      "contoso-dairy/curated/Site%20Alkmaar/%00/x",
      "contoso-dairy/curated/%0d%0ax-ms-acl:%20user::rwx",
      "contoso-dairy/curated/%ff",
      "contoso-dairy%2f..%2ffabrikam-pharma/curated/Secret%20Plant",
      `contoso-dairy/curated%2f${other}/Secret%20Plant`,
      "contoso-dairy/raw/../../fabrikam-pharma/curated/Secret%20Plant",
      "contoso-dairy/%2e%2e/fabrikam-pharma/curated/Secret%20Plant",
      `${own}/curated`,
      `${other}/curated/Secret%20Plant`,
      "CONTOSO-DAIRY/curated/Site%20Alkmaar",
      "contoso-dairy/$root",
      "contoso-dairy/curated%3Fresource=filesystem",
    ];
  };

  test("none of them reaches anything, by any verb", async () => {
    for (const path of hostile()) {
      for (const reply of [
        await get(contosoContributor, `${path}?list`),
        await get(contosoContributor, path),
        await get(contosoContributor, `${path}?preview`),
        await upload(contosoContributor, `${path}/planted.csv`, "x"),
        await POST(request(contosoContributor, `${path}/planted?directory`, { method: "POST" })),
      ]) {
        expect(`${path} ${reply.status}`).toBe(`${path} 404`);
      }
    }
  });

  test("another partition's directory name inside one's own partition is only a name", async () => {
    const other = story.fabrikam.partitionOf("curated");
    const reply = await get(contosoContributor, `${site}/${other}?list`);
    expect(await codeOf(reply)).toBe("404 absent");
  });

  test("what is planted nowhere is nowhere in the other partition", async () => {
    expect(await namesIn(fabrikamReader, "fabrikam-pharma/curated/Secret%20Plant")).toEqual(["formula.csv"]);
  });
});

describe("reading", () => {
  test("names that need encoding come back as they were written, everywhere", async () => {
    for (const name of [
      "100% sure.csv",
      "a#b?c=d&e.csv",
      "plus + space.csv",
      "Ünïcode 数据 🧊.csv",
      "%2e%2e",
      "quote'\".csv",
    ]) {
      const path = `${site}/names/${encodeURIComponent(name)}`;
      expect(await codeOf(await upload(contosoContributor, path, "a\n1\n"))).toBe("201 ok");
      expect(await namesIn(contosoReader, `${site}/names`)).toContain(name);
      const reply = await get(contosoReader, path);
      expect(await reply.text()).toBe("a\n1\n");
      const encoded = reply.headers.get("content-disposition")?.split("UTF-8''")[1] ?? "";
      expect(decodeURIComponent(encoded)).toBe(name);
      const preview = await (await get(contosoReader, `${path}?preview`)).json();
      expect(preview.detail.name).toBe(name);
    }
  });

  test("a file from the lake cannot run in our origin", async () => {
    await upload(contosoContributor, `${site}/evil.html`, "<script>alert(1)</script>");
    for (const query of ["", "?inline"]) {
      const { headers } = await get(contosoReader, `${site}/evil.html${query}`);
      expect(headers.get("content-type")).toBe("application/octet-stream");
      expect(headers.get("content-disposition")).toMatch(/^attachment;/);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("ranges are honoured, also from the end, and one beyond it is 416 with the true size", async () => {
    await upload(contosoContributor, `${site}/range.txt`, "0123456789");
    const part = async (range: string) => {
      const reply = await get(contosoReader, `${site}/range.txt`, { range });
      return [
        reply.status,
        reply.headers.get("content-range"),
        reply.status === 416 ? "" : await reply.text(),
      ];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=8-99")).toEqual([206, "bytes 8-9/10", "89"]);
    expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
    expect(await part("bytes=0-1,4-5")).toEqual([200, null, "0123456789"]);
  });

  test("a download that resumes a file which has changed starts over", async () => {
    await upload(contosoContributor, `${site}/resumed.txt`, "first version");
    const etag = (await get(contosoReader, `${site}/resumed.txt`)).headers.get("etag") ?? "";
    const same = await get(contosoReader, `${site}/resumed.txt`, { range: "bytes=6-", "if-range": etag });
    expect([same.status, await same.text()]).toEqual([206, "version"]);
    await upload(contosoContributor, `${site}/resumed.txt?overwrite`, "other content");
    const changed = await get(contosoReader, `${site}/resumed.txt`, { range: "bytes=6-", "if-range": etag });
    expect([changed.status, await changed.text()]).toEqual([200, "other content"]);
  });

  test("a preview of a CSV names its columns", async () => {
    const { preview, detail } = await (await get(contosoReader, `${site}/readings.csv?preview`)).json();
    expect(preview).toMatchObject({
      kind: "rows",
      columns: [{ name: "at" }, { name: "celsius", isNumeric: true }],
    });
    expect(detail).toMatchObject({ kind: "file", sizeBytes: 41 });
  });

  test("managed folders are told from plain directories in a listing", async () => {
    await POST(request(contosoContributor, `${site}/plain?directory`, { method: "POST" }));
    const page = await (await get(contosoReader, `${site}?list`)).json();
    const found = Object.fromEntries(
      page.entries.map((entry: { name: string; isFolder: boolean }) => [entry.name, entry.isFolder]),
    );
    expect(found).toMatchObject({ "Line 1": true, plain: false, "readings.csv": false });
  });

  test("every call reached the lake with the person's own object id, and none with a service's", async () => {
    world.lake.log.clear();
    await get(contosoReader, `${site}?list`);
    await (await get(contosoReader, `${site}/readings.csv`)).text();
    const callers = world.lake.log.since(0).map((line) => JSON.stringify(line));
    expect(callers.length).toBeGreaterThan(0);
    expect(callers.filter((line) => !line.includes(contosoReader.oid))).toEqual([]);
  });
});

describe("writing", () => {
  test("a reader's upload is refused in words and leaves nothing behind", async () => {
    const before = await namesIn(contosoReader, site);
    const reply = await upload(contosoReader, `${site}/mine.csv`, "x".repeat(100_000));
    expect(reply.status).toBe(403);
    expect(await reply.json()).toMatchObject({
      code: "read_only",
      title: "You may read Site Alkmaar, not change it",
    });
    expect(await namesIn(contosoContributor, site)).toEqual(before);
  });

  test("a zone closed to people's writing says so", async () => {
    const reply = await upload(contosoContributor, "contoso-dairy/raw/Site%20Alkmaar/mine.csv", "x");
    expect(await reply.json()).toMatchObject({
      code: "read_only",
      title: "Only pipelines write in this zone",
    });
  });

  test("50 MB pass with flat memory", async () => {
    const sizeBytes = 50_000_000;
    const before = process.memoryUsage().external;
    let peak = 0;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const length = Math.min(65_536, sizeBytes - sent);
        controller.enqueue(new Uint8Array(length));
        sent += length;
        peak = Math.max(peak, process.memoryUsage().external - before);
        if (sent === sizeBytes) {
          controller.close();
        }
      },
    });
    const reply = await upload(contosoContributor, `${site}/large.bin`, body);
    expect(await reply.json()).toMatchObject({ sizeBytes });
    expect(peak).toBeLessThan(40_000_000);
  });

  test("what is there is taken, replaced only on purpose, and a file never replaces a directory", async () => {
    await upload(contosoContributor, `${site}/once.csv`, "first");
    expect(await codeOf(await upload(contosoContributor, `${site}/once.csv`, "second"))).toBe("409 taken");
    expect(await (await get(contosoReader, `${site}/once.csv`)).text()).toBe("first");
    expect(await codeOf(await upload(contosoContributor, `${site}/once.csv?overwrite`, "third"))).toBe(
      "201 ok",
    );
    expect(await (await get(contosoReader, `${site}/once.csv`)).text()).toBe("third");
    const over = await upload(contosoContributor, `${site}/Line%201?overwrite`, "x");
    expect(over.status).toBeGreaterThanOrEqual(400);
    expect(await namesIn(contosoReader, `${site}/Line%201`)).toEqual(["deep.csv"]);
  });

  test("a body shorter than it said is not kept", async () => {
    const reply = await PUT(
      request(contosoContributor, `${site}/short.csv`, {
        method: "PUT",
        body: "abc",
        headers: { "content-length": "10" },
      }),
    );
    expect(await codeOf(reply)).toBe("400 interrupted");
    expect(await namesIn(contosoReader, site)).not.toContain("short.csv");
  });

  test("more than the portal takes is refused before a byte, and while it streams", async () => {
    const { env } = world.services;
    globalThis.lakeportServices = { ...world.services, env: { ...env, UPLOAD_BYTES_MAX: 1000 } };
    const declared = await PUT(
      request(contosoContributor, `${site}/huge.bin`, {
        method: "PUT",
        body: "x",
        headers: { "content-length": "2000" },
      }),
    );
    expect(await codeOf(declared)).toBe("413 too_large");
    const body = new Blob(["x".repeat(5000)]).stream();
    expect(await codeOf(await upload(contosoContributor, `${site}/huge.bin`, body))).toBe("413 too_large");
    globalThis.lakeportServices = world.services;
    expect(await namesIn(contosoReader, site)).not.toContain("huge.bin");
  });

  test("names that other tools cannot open are not made", async () => {
    for (const name of ["%20leading", "trailing%20", "dot.", ".lakeport-upload-x", "x".repeat(256)]) {
      expect(await codeOf(await upload(contosoContributor, `${site}/${name}`, "x"))).toBe("400 name_refused");
    }
  });

  test("a request from another site changes nothing, whoever it carries", async () => {
    const foreign = request(contosoContributor, `${site}/foreign.csv`, {
      method: "PUT",
      body: "x",
      headers: { origin: "https://evil.example", cookie: "lakeport-session=x" },
    });
    expect((await PUT(foreign)).status).toBe(403);
    expect(await namesIn(contosoReader, site)).not.toContain("foreign.csv");
  });
});

describe("when things go wrong", () => {
  test("a fresh grant that the lake has not felt says until when to wait", async () => {
    await world.database.owner(
      `UPDATE "grant" SET created_at = now() WHERE person_id = (SELECT id FROM person WHERE object_id = $1)`,
      [fabrikamAdmin.oid],
    );
    await story.fabrikam.grant("curated/Secret Plant", fabrikamAdmin.address, "reader");
    // The worker has not run: recorded, but in no group yet.
    const reply = await get(fabrikamAdmin, "fabrikam-pharma/curated/Secret%20Plant?list");
    expect(await reply.json()).toMatchObject({
      code: "not_yet_felt",
      detail: expect.stringMatching(/\d\d:\d\d UTC/),
    });
    await world.settle();
    const felt = await get(fabrikamAdmin, "fabrikam-pharma/curated/Secret%20Plant?list");
    expect(felt.status).toBe(200);
  });

  test("a lake that is down is 503 with words and an id, never a stack", async () => {
    const { createLake } = await import("#lib/lake/lake-adapter.ts");
    globalThis.lakeportServices = {
      ...world.services,
      lake: createLake({ LAKE_URL: "https://127.0.0.1:1/lakeportlocal" }),
      log: world.services.log.child({}, { level: "silent" }),
    };
    const reply = await get(contosoReader, `${site}?list`);
    globalThis.lakeportServices = world.services;
    expect(reply.status).toBe(503);
    const text = await reply.text();
    expect(text).toContain("lake_unavailable");
    expect(text).toContain(reply.headers.get("x-correlation-id"));
    expect(text).not.toContain("127.0.0.1");
  });
});
