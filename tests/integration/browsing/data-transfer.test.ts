import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUT } from "#app/api/v1/data/[org]/[zone]/[[...path]]/route.ts";
import { cast } from "#tests/cast.ts";
import { codeOf, type Data, site, startData } from "#tests/integration/browsing/data-client.ts";

const { contosoReader, contosoContributor } = cast;

let data: Data;
beforeAll(async () => {
  data = await startData();
});
afterAll(() => data?.end());

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
      expect(await codeOf(await data.upload(contosoContributor, path, "a\n1\n"))).toBe("201 ok");
      expect(await data.namesIn(contosoReader, `${site}/names`)).toContain(name);
      const reply = await data.get(contosoReader, path);
      expect(await reply.text()).toBe("a\n1\n");
      const encoded = reply.headers.get("content-disposition")?.split("UTF-8''")[1] ?? "";
      expect(decodeURIComponent(encoded)).toBe(name);
      const preview = await (await data.get(contosoReader, `${path}?preview`)).json();
      expect(preview.detail.name).toBe(name);
    }
  });

  test("a file from the lake cannot run in our origin", async () => {
    await data.upload(contosoContributor, `${site}/evil.html`, "<script>alert(1)</script>");
    for (const query of ["", "?inline"]) {
      const { headers } = await data.get(contosoReader, `${site}/evil.html${query}`);
      expect(headers.get("content-type")).toBe("application/octet-stream");
      expect(headers.get("content-disposition")).toMatch(/^attachment;/);
      expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("ranges are honoured, also from the end, and one beyond it is 416 with the true size", async () => {
    await data.upload(contosoContributor, `${site}/range.txt`, "0123456789");
    const part = async (range: string) => {
      const reply = await data.get(contosoReader, `${site}/range.txt`, { range });
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
    await data.upload(contosoContributor, `${site}/resumed.txt`, "first version");
    const etag = (await data.get(contosoReader, `${site}/resumed.txt`)).headers.get("etag") ?? "";
    const same = await data.get(contosoReader, `${site}/resumed.txt`, {
      range: "bytes=6-",
      "if-range": etag,
    });
    expect([same.status, await same.text()]).toEqual([206, "version"]);
    await data.upload(contosoContributor, `${site}/resumed.txt?overwrite`, "other content");
    const changed = await data.get(contosoReader, `${site}/resumed.txt`, {
      range: "bytes=6-",
      "if-range": etag,
    });
    expect([changed.status, await changed.text()]).toEqual([200, "other content"]);
  });

  test("a preview of a CSV names its columns", async () => {
    const { preview, detail } = await (await data.get(contosoReader, `${site}/readings.csv?preview`)).json();
    expect(preview).toMatchObject({
      kind: "rows",
      columns: [{ name: "at" }, { name: "celsius", isNumeric: true }],
    });
    expect(detail).toMatchObject({ kind: "file", sizeBytes: 41 });
  });

  test("managed folders are told from plain directories in a listing", async () => {
    await data.makeDirectory(contosoContributor, `${site}/plain`);
    const page = await (await data.get(contosoReader, `${site}?list`)).json();
    const found = Object.fromEntries(
      page.entries.map((entry: { name: string; isFolder: boolean }) => [entry.name, entry.isFolder]),
    );
    expect(found).toMatchObject({ "Line 1": true, plain: false, "readings.csv": false });
  });

  test("every call reached the lake with the person's own object id, and none with a service's", async () => {
    data.world.lake.log.clear();
    await data.get(contosoReader, `${site}?list`);
    await (await data.get(contosoReader, `${site}/readings.csv`)).text();
    const callers = data.world.lake.log.since(0).map((line) => JSON.stringify(line));
    expect(callers.length).toBeGreaterThan(0);
    expect(callers.filter((line) => !line.includes(contosoReader.oid))).toEqual([]);
  });
});

describe("writing", () => {
  test("a reader's upload is refused in words and leaves nothing behind", async () => {
    const before = await data.namesIn(contosoReader, site);
    const reply = await data.upload(contosoReader, `${site}/mine.csv`, "x".repeat(100_000));
    expect(reply.status).toBe(403);
    expect(await reply.json()).toMatchObject({
      code: "read_only",
      title: "You may read Site Alkmaar, not change it",
    });
    expect(await data.namesIn(contosoContributor, site)).toEqual(before);
  });

  test("a zone closed to people's writing says so", async () => {
    const reply = await data.upload(contosoContributor, "contoso-dairy/raw/Site%20Alkmaar/mine.csv", "x");
    expect(await reply.json()).toMatchObject({
      code: "read_only",
      title: "Only pipelines write in this zone",
    });
  });

  test("200 MB pass with flat memory", async () => {
    const sizeBytes = 200_000_000;
    const piece = new Uint8Array(65_536);
    const before = process.memoryUsage().external;
    let peak = 0;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const length = Math.min(piece.byteLength, sizeBytes - sent);
        controller.enqueue(piece.subarray(0, length));
        sent += length;
        peak = Math.max(peak, process.memoryUsage().external - before);
        if (sent === sizeBytes) {
          controller.close();
        }
      },
    });
    const reply = await data.upload(contosoContributor, `${site}/large.bin`, body);
    expect(await reply.json()).toMatchObject({ sizeBytes });
    // The engine collects what is outside its heap every 64 MiB: less than that cannot be told from garbage.
    expect(peak).toBeLessThan(100_000_000);
  });

  test("what is there is taken, replaced only on purpose, and a file never replaces a directory", async () => {
    await data.upload(contosoContributor, `${site}/once.csv`, "first");
    expect(await codeOf(await data.upload(contosoContributor, `${site}/once.csv`, "second"))).toBe(
      "409 taken",
    );
    expect(await (await data.get(contosoReader, `${site}/once.csv`)).text()).toBe("first");
    expect(await codeOf(await data.upload(contosoContributor, `${site}/once.csv?overwrite`, "third"))).toBe(
      "201 ok",
    );
    expect(await (await data.get(contosoReader, `${site}/once.csv`)).text()).toBe("third");
    const over = await data.upload(contosoContributor, `${site}/Line%201?overwrite`, "x");
    expect(over.status).toBeGreaterThanOrEqual(400);
    expect(await data.namesIn(contosoReader, `${site}/Line%201`)).toEqual(["deep.csv"]);
  });

  test("a body shorter than it said is not kept", async () => {
    const reply = await PUT(
      data.request(contosoContributor, `${site}/short.csv`, {
        method: "PUT",
        body: "abc",
        headers: { "content-length": "10" },
      }),
    );
    expect(await codeOf(reply)).toBe("400 interrupted");
    expect(await data.namesIn(contosoReader, site)).not.toContain("short.csv");
  });

  test("more than the portal takes is refused before a byte, and while it streams", async () => {
    const { env } = data.world.services;
    globalThis.lakeportServices = { ...data.world.services, env: { ...env, UPLOAD_BYTES_MAX: 1000 } };
    const declared = await PUT(
      data.request(contosoContributor, `${site}/huge.bin`, {
        method: "PUT",
        body: "x",
        headers: { "content-length": "2000" },
      }),
    );
    expect(await codeOf(declared)).toBe("413 too_large");
    const body = new Blob(["x".repeat(5000)]).stream();
    expect(await codeOf(await data.upload(contosoContributor, `${site}/huge.bin`, body))).toBe(
      "413 too_large",
    );
    globalThis.lakeportServices = data.world.services;
    expect(await data.namesIn(contosoReader, site)).not.toContain("huge.bin");
  });

  test("names that other tools cannot open are not made", async () => {
    for (const name of ["%20leading", "trailing%20", "dot.", ".lakeport-upload-x", "x".repeat(256)]) {
      expect(await codeOf(await data.upload(contosoContributor, `${site}/${name}`, "x"))).toBe(
        "400 name_refused",
      );
    }
  });

  test("a request from another site changes nothing, whoever it carries", async () => {
    const foreign = data.request(contosoContributor, `${site}/foreign.csv`, {
      method: "PUT",
      body: "x",
      headers: { origin: "https://evil.example", cookie: "lakeport-session=x" },
    });
    expect((await PUT(foreign)).status).toBe(403);
    expect(await data.namesIn(contosoReader, site)).not.toContain("foreign.csv");
  });
});
