import { expect, test } from "vitest";
import { inChunks } from "#lib/lake/in-chunks.ts";
import { SenderError } from "#lib/lake/sender-error.ts";

function streamOf(sizes: number[]): ReadableStream<Uint8Array> {
  let value = 0;
  return new ReadableStream({
    start(controller) {
      for (const size of sizes) {
        controller.enqueue(new Uint8Array(size).fill(++value));
      }
      controller.close();
    },
  });
}

/** Copies, since a chunk holds only until the next. */
const chunksOf = async (body: ReadableStream<Uint8Array>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of inChunks(body, 4096)) {
    chunks.push(Buffer.from(chunk));
  }
  return chunks;
};

test("a small file is one chunk that costs little, though chunks are 4 MiB", async () => {
  for await (const chunk of inChunks(streamOf([3, 7]), 4 * 1024 * 1024)) {
    expect([...chunk]).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2, 2]);
    expect(chunk.buffer.byteLength).toBe(65_536);
  }
  expect.assertions(2);
});

test("a large one uses the same memory for every chunk", async () => {
  const buffers = new Set<ArrayBufferLike>();
  for await (const chunk of inChunks(streamOf(Array.from({ length: 64 }, () => 65_536)), 1024 * 1024)) {
    expect(chunk.byteLength).toBe(1024 * 1024);
    buffers.add(chunk.buffer);
  }
  expect(buffers.size).toBe(1);
});

test("an empty body is no chunk at all", async () => {
  expect(await chunksOf(streamOf([]))).toEqual([]);
});

test("pieces of any size are regrouped, every byte once and in order", async () => {
  const sizes = [1024, 9 * 1024, 3, 2048 - 3, 0, 5];
  const chunks = await chunksOf(streamOf(sizes));
  expect(chunks.map((chunk) => chunk.byteLength)).toEqual([4096, 4096, 4096, 5]);
  const sent = Buffer.concat(sizes.map((size, index) => Buffer.alloc(size, index + 1)));
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
});

test("whoever stops early stops the sender, and a sender that breaks off is named", async () => {
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(4096)),
    cancel: () => {
      isCancelled = true;
    },
  });
  for await (const _ of inChunks(endless, 4096)) {
    break;
  }
  expect(isCancelled).toBe(true);
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("gone")),
  });
  await expect(chunksOf(broken)).rejects.toBeInstanceOf(SenderError);
});
