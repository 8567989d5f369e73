import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Download, Locator, Page } from "playwright-core";
import { expectAccessible, picture } from "#tests/e2e/browser.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { askLakeAdmin } from "#tests/e2e/lake-log.ts";
import { entryLink } from "#tests/e2e/portal-pages.ts";

export type UploadedFile = { name: string; buffer: Buffer };

/** A file whose bytes differ everywhere, so that a chunk lost or doubled shows. */
export function bytesFile(name: string, sizeBytes: number): UploadedFile {
  const block = createHash("sha512").update(name).digest();
  const buffer = Buffer.alloc(sizeBytes, block);
  for (let at = 0; at + 4 <= sizeBytes; at += 4096) {
    buffer.writeUInt32LE(at, at);
  }
  return { name, buffer };
}

/** A text file as a person would have it. */
export function textFile(name: string, text: string): UploadedFile {
  return { name, buffer: Buffer.from(text) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** One small file of each kind that has a preview. */
export function filesToLookAt(): UploadedFile[] {
  const line = (n: number) => JSON.stringify({ at: `2026-09-0${n}`, celsius: 3 + n / 10, door: "shut" });
  return [
    textFile("cooled.csv", "at,celsius,sensor\n2026-09-01,3.4,T-1\n2026-09-02,9.9,T-2\n"),
    textFile("events.jsonl", [1, 2, 3].map(line).join("\n")),
    parquetFile("sensors.parquet"),
    textFile("read-me.txt", "Chamber A is cooled to 3 °C.\n"),
    pngFile("plan.png"),
  ];
}

/** A Parquet file with a number, a text and a time. */
function parquetFile(name: string): UploadedFile {
  const at = Array.from({ length: 500 }, (_, n) => new Date(Date.UTC(2026, 8, 1, n)));
  const buffer = parquetWriteBuffer({
    columnData: [
      { name: "at", data: at, type: "TIMESTAMP" },
      { name: "celsius", data: at.map((_, n) => 2 + Math.sin(n / 12)), type: "DOUBLE" },
      { name: "sensor", data: at.map((_, n) => `T-${n % 4}`), type: "STRING" },
    ],
  });
  return { name, buffer: Buffer.from(buffer) };
}

/** A picture with a gradient (PNG, RFC 2083). */
function pngFile(name: string): UploadedFile {
  const [width, height] = [320, 200];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set([(x * 255) / width, (y * 255) / height, 160], y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    pngChunk("IHDR", head),
    pngChunk("IDAT", deflateSync(rows)),
    pngChunk("IEND", Buffer.alloc(0)),
  ];
  return { name, buffer: Buffer.concat([signature, ...parts]) };
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const desk = mkdtempSync(join(tmpdir(), "lakeport-desk-"));

/** Chooses files with the toolbar's own input; they lie on disk, from where the browser reads them as it sends. */
export async function chooseFiles(page: Page, files: UploadedFile[]): Promise<void> {
  const paths = files.map(({ name, buffer }) => {
    writeFileSync(join(desk, name), buffer);
    return join(desk, name);
  });
  await page.getByLabel("Files to upload").setInputFiles(paths);
}

/** Removes what was chosen. */
export function clearDesk(): void {
  rmSync(desk, { recursive: true, force: true });
}

/** Drops files on the list, as a file manager does: enter, over, drop. */
export async function dropFiles(page: Page, files: { name: string; text: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) {
      data.items.add(new File([text], name, { type: "text/plain" }));
    }
    return data;
  }, files);
  const list = page.getByText(/^[\d,]+ entr(y|ies)$/);
  await list.dispatchEvent("dragenter", { dataTransfer: transfer });
  await list.dispatchEvent("dragover", { dataTransfer: transfer });
  await page.getByText(/^Drop to upload into/).waitFor();
  await list.dispatchEvent("drop", { dataTransfer: transfer });
}

/** The panel with everything that moves. */
export function queue(page: Page): Locator {
  return page.getByRole("region", { name: "Transfers" });
}

/** One file in it. */
export function queued(page: Page, name: string): Locator {
  return queue(page).getByRole("listitem").filter({ hasText: name });
}

/** Rules by which the lake misbehaves from now on; none ends it. */
export async function plantFaults(cloud: StoryCloud, rules: object[]): Promise<void> {
  await askLakeAdmin(cloud, { method: "PUT", path: "faults", body: { rules } });
}

/** Makes a directory by the dialog and goes inside; answers its name. */
export async function makeAndEnter(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "New directory" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill(name);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /create|make/i })
    .click();
  await entryLink(page, name).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** The directory's path in the lake's own words, suffix included, as the portal's properties tell it. */
export async function lakePathOf(page: Page, cloud: StoryCloud, apiPath: string): Promise<string> {
  const reply = await page.request.get(`${cloud.portal}/api/v1/data/${apiPath}?preview`);
  const { detail } = await reply.json();
  return String(detail.lakePath);
}

/** Gzipped bytes of the scripts that a page's first HTML names, those for old browsers aside. */
export async function scriptBytesOf(page: Page, url: string): Promise<number> {
  const html = await (await page.request.get(url)).text();
  const tags = html.match(/<script[^>]*\ssrc="[^"]+"[^>]*>/g) ?? [];
  const sources = tags
    .filter((tag) => !/nomodule/i.test(tag))
    .map((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? "");
  const sizes = [...new Set(sources)].map(async (source) => {
    const script = await page.request.get(new URL(source, url).href);
    return gzipSync(await script.body()).byteLength;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What the browser saved. */
export async function savedBytes(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** 200 rows take axe a minute, and the CSV beside them is the same table. */
const notForAxe = "preview-parquet";

/** Pictures at both widths in both themes; axe looks at each width and each theme once. */
export async function pictures(page: Page, name: string): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() =>
        Promise.all(
          document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? one.finished : [])),
        ),
      );
      await picture(page, `transfers-${name}-${width}-${colorScheme}`);
      if (name !== notForAxe && (width === 390) === (colorScheme === "dark")) {
        await expectAccessible(page);
      }
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1440, height: 900 });
}
