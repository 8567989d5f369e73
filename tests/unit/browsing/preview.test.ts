import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import { previewRowsMax } from "#lib/browsing/preview.ts";
import { previewFile } from "#lib/browsing/preview-file.ts";
import type { LakeProperties, LakeSession } from "#lib/lake/lake.ts";

const place = { container: "curated", path: "p/file" };

/** A session that only reads one file, counting bytes; everything else must not be called. */
function sessionOver(bytes: Uint8Array): {
  session: LakeSession;
  asked: { offset: number; length: number }[];
} {
  const asked: { offset: number; length: number }[] = [];
  const refuse = () => Promise.reject(new Error("not part of a preview"));
  const session: LakeSession = {
    list: refuse,
    properties: refuse,
    write: refuse,
    makeDirectory: refuse,
    delete: refuse,
    access: refuse,
    checkAccess: refuse,
    read: async (_place, range) => {
      const length = range.length ?? bytes.byteLength;
      asked.push({ offset: range.offset, length });
      const part = bytes.slice(range.offset, range.offset + length);
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(part.subarray(0, 3));
          controller.enqueue(part.subarray(3));
          controller.close();
        },
      });
      return { ok: true, value: { body, size: part.byteLength, properties: properties("x", bytes) } };
    },
  };
  return { session, asked };
}

function properties(name: string, bytes: Uint8Array): LakeProperties {
  return {
    name,
    path: place.path,
    isDirectory: false,
    size: bytes.byteLength,
    modifiedAt: new Date(0),
    owner: "",
    etag: '"0x1"',
    createdAt: null,
    contentType: null,
    group: null,
    permissions: null,
    metadata: {},
  };
}

async function preview(name: string, content: string | Uint8Array) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const { session, asked } = sessionOver(bytes);
  const outcome = await previewFile(session, place, properties(name, bytes));
  if (!outcome.ok) {
    throw new Error(outcome.refusal);
  }
  return { value: outcome.value, bytesAsked: asked.reduce((sum, one) => sum + one.length, 0) };
}

describe("CSV", () => {
  test("the first line names the columns, numbers are told from text, empty cells stay empty", async () => {
    const { value } = await preview("a.csv", "at,celsius,note\n2026-01-01,4.5,\n2026-01-02,-1e3,door open\n");
    expect(value).toMatchObject({
      kind: "rows",
      columns: [
        { name: "at", isNumeric: false },
        { name: "celsius", type: "number", isNumeric: true },
        { name: "note", isNumeric: false },
      ],
      rows: [
        ["2026-01-01", "4.5", ""],
        ["2026-01-02", "-1e3", "door open"],
      ],
      rowsTotal: 2,
      note: null,
    });
  });

  test("a large file costs at most 1 MiB and shows 200 whole rows", async () => {
    const lines = Array.from({ length: 200_000 }, (_, index) => `${index},value ${index}`);
    const { value, bytesAsked } = await preview("big.csv", `id,text\n${lines.join("\n")}`);
    expect(bytesAsked).toBeLessThanOrEqual(1024 * 1024);
    expect(value).toMatchObject({ kind: "rows", rowsTotal: null });
    expect(value.kind === "rows" && value.rows).toHaveLength(previewRowsMax);
    expect(value.kind === "rows" && value.rows.at(-1)).toEqual(["199", "value 199"]);
  });

  test("a row that the end of the range cuts in two is not shown", async () => {
    const wide = "x".repeat(300_000);
    const { value } = await preview("wide.csv", `a,b\n1,${wide}\n2,${wide}\n3,${wide}\n4,${wide}\n`);
    expect(value.kind === "rows" && value.rows.map((row) => row[0])).toEqual(["1", "2", "3"]);
  });

  test("one endless line is refused in words, not shown in part", async () => {
    expect((await preview("line.csv", "x".repeat(1_200_000))).value).toMatchObject({ reason: "too_large" });
  });

  test("quoted line breaks and semicolons are understood", async () => {
    const { value } = await preview("q.csv", 'a;b\n"one\ntwo";2\n');
    expect(value).toMatchObject({ rows: [["one\ntwo", "2"]] });
  });

  test("Windows-1252 is guessed and said; UTF-16 is read by its mark; NUL bytes are no text", async () => {
    const legacy = await preview("l.csv", new Uint8Array([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31, 0x0a]));
    expect(legacy.value).toMatchObject({ rows: [["é", "1"]] });
    expect(legacy.value).toHaveProperty("note", expect.stringContaining("Windows-1252"));
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from("a,b\n1,2\n", "utf16le")]);
    expect((await preview("u.csv", utf16)).value).toMatchObject({ rows: [["1", "2"]] });
    expect((await preview("b.csv", new Uint8Array([0x61, 0, 0, 0x62]))).value).toMatchObject({
      reason: "binary",
    });
  });

  test("rows of another width are named", async () => {
    expect((await preview("r.csv", "a,b\n1,2\n1,2,3\n")).value).toHaveProperty(
      "note",
      expect.stringContaining("Row 2"),
    );
  });
});

describe("JSON Lines", () => {
  test("keys of all objects become columns; a missing one is empty", async () => {
    const { value } = await preview("a.jsonl", '{"a":1}\n{"b":{"c":[1]},"a":null}\n');
    expect(value).toMatchObject({
      columns: [{ name: "a" }, { name: "b" }],
      rows: [
        ["1", null],
        [null, '{"c":[1]}'],
      ],
      rowsTotal: 2,
    });
  });

  test("a line that is no JSON is shown as it is, and named", async () => {
    expect((await preview("a.jsonl", '{"a":1}\noops\n')).value).toMatchObject({
      note: "Line 2 is not JSON.",
      rows: [
        ["1", null],
        [null, "oops"],
      ],
    });
  });
});

describe("Parquet", () => {
  const sample = (rows: number) =>
    new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: "id", data: Array.from({ length: rows }, (_, index) => BigInt(index)), type: "INT64" },
          { name: "celsius", data: Array.from({ length: rows }, (_, index) => index / 2), type: "DOUBLE" },
          { name: "sensor", data: Array.from({ length: rows }, () => "S-1"), type: "STRING" },
        ],
        rowGroupSize: 1000,
      }),
    );

  test("types come from the file, 64-bit numbers stay exact, the total is known", async () => {
    const { value } = await preview("a.parquet", sample(5000));
    expect(value).toMatchObject({
      kind: "rows",
      columns: [
        { name: "id", isNumeric: true },
        { name: "celsius", isNumeric: true },
        { name: "sensor", isNumeric: false },
      ],
      rowsTotal: 5000,
    });
    expect(value.kind === "rows" && value.rows).toHaveLength(previewRowsMax);
    expect(value.kind === "rows" && value.rows[3]).toEqual(["3", "1.5", "S-1"]);
  });

  test("a large file is not read whole", async () => {
    const bytes = sample(400_000);
    const { bytesAsked } = await preview("a.parquet", bytes);
    expect(bytes.byteLength).toBeGreaterThan(3_000_000);
    expect(bytesAsked).toBeLessThan(1_000_000);
  });

  test("a torn footer and a torn body are told apart from each other", async () => {
    const bytes = sample(100);
    const tornFooter = await preview("a.parquet", bytes.slice(0, -20));
    expect(tornFooter.value).toMatchObject({
      reason: "unreadable",
      note: expect.stringContaining("footer cannot"),
    });
    const torn = bytes.slice();
    torn.fill(0xff, 4, 400);
    expect((await preview("a.parquet", torn)).value).toMatchObject({
      reason: "unreadable",
      note: expect.stringContaining("first rows"),
    });
  });

  test("a file that is named Parquet and is not says so", async () => {
    expect((await preview("a.parquet", "hello")).value).toMatchObject({ reason: "unreadable" });
  });
});

describe("everything else", () => {
  test("text is cut at 64 KiB and says so, without half a character at the end", async () => {
    const { value, bytesAsked } = await preview("a.log", "é".repeat(60_000));
    expect(bytesAsked).toBe(64 * 1024);
    expect(value).toMatchObject({ kind: "text", isCut: true, bytesRead: 65_536, note: null });
    expect(value.kind === "text" && value.text).toBe("é".repeat(32_768));
  });

  test("empty files, unknown bytes and pictures have outcomes of their own", async () => {
    expect((await preview("a.csv", "")).value).toMatchObject({ reason: "empty" });
    expect((await preview("a.bin", new Uint8Array([1, 0, 2]))).value).toMatchObject({ reason: "binary" });
    expect((await preview("a.PNG", new Uint8Array([1]))).value).toEqual({
      kind: "image",
      contentType: "image/png",
    });
    expect((await preview("a.svg", "<svg onload='x'/>")).value).toMatchObject({ kind: "text" });
    expect((await preview("a.html", "<script>1</script>")).value).toMatchObject({ kind: "text" });
  });

  test("the lake's refusal passes through a decoder unharmed", async () => {
    const { session } = sessionOver(new Uint8Array([1]));
    const refused: LakeSession = {
      ...session,
      read: async () => ({ ok: false, refusal: "changed", code: "ConditionNotMet", requestId: null }),
    };
    for (const name of ["a.csv", "a.parquet", "a.txt"]) {
      const outcome = await previewFile(refused, place, properties(name, new Uint8Array(100)));
      expect(outcome).toMatchObject({ ok: false, refusal: "changed" });
    }
  });
});
