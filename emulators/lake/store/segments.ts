import { mkdirSync, readdirSync } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";

/** A run of bytes in a segment file. */
export type Extent = { segment: number; start: number; length: number };

/**
 * Contents lie in numbered files that only ever grow. Each writer has a segment for itself while it streams;
 * bytes of a failed or killed writer stay behind unreferenced.
 */
export type Segments = {
  /** Streams a body to disk; the bytes have reached the operating system when this resolves. */
  write: (body: AsyncIterable<Uint8Array>) => Promise<Extent>;
  /** The bytes of extents in order, in pieces of at most 256 KiB. */
  read: (extents: readonly Extent[]) => AsyncGenerator<Buffer>;
  /** Deletes segment files that are not in this set and that nobody is writing. */
  sweep: (live: ReadonlySet<number>) => Promise<number>;
  close: () => Promise<void>;
};

type Open = { number: number; handle: FileHandle; end: number };

/** A full segment is left alone and a new one begun. */
const segmentBytesMax = 256 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/** Opens the folder; numbers go on where the last process stopped, its half-written segments are left alone. */
export function openSegments(folder: string): Segments {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (number: number) => join(folder, String(number).padStart(8, "0"));
  const writers = createWriters(fileOf, Math.max(0, ...segmentNumbers(folder)));
  const readers = new Map<number, Promise<FileHandle>>();
  const readerOf = (number: number): Promise<FileHandle> => {
    const known = readers.get(number) ?? open(fileOf(number), "r");
    readers.set(number, known);
    return known;
  };
  return {
    write: async (body) => {
      const writer = await writers.take();
      const start = writer.end;
      try {
        for await (const piece of body) {
          await writeFully(writer.handle, piece, writer.end);
          writer.end += piece.byteLength;
        }
        return { segment: writer.number, start, length: writer.end - start };
      } finally {
        await writers.giveBack(writer);
      }
    },
    read: (extents) => readExtents(extents, readerOf),
    sweep: async (live) => {
      const dead = segmentNumbers(folder).filter((number) => !live.has(number) && !writers.busy.has(number));
      for (const number of dead) {
        await readers.get(number)?.then((reader) => reader.close());
        readers.delete(number);
        await unlink(fileOf(number));
      }
      return dead.length;
    },
    close: async () => {
      await writers.close();
      for (const reader of readers.values()) await (await reader).close();
    },
  };
}

function segmentNumbers(folder: string): number[] {
  return readdirSync(folder).map(Number).filter(Number.isFinite);
}

type Writers = {
  take: () => Promise<Open>;
  giveBack: (writer: Open) => Promise<void>;
  /** Segments that are being written or will be written to. */
  busy: ReadonlySet<number>;
  close: () => Promise<void>;
};

function createWriters(fileOf: (number: number) => string, lastNumber: number): Writers {
  const free: Open[] = [];
  const busy = new Set<number>();
  let last = lastNumber;
  return {
    busy,
    take: async () => {
      const known = free.pop();
      if (known) return known;
      last += 1;
      const number = last;
      busy.add(number);
      return { number, handle: await open(fileOf(number), "w", 0o600), end: 0 };
    },
    giveBack: async (writer) => {
      if (writer.end < segmentBytesMax) {
        free.push(writer);
        return;
      }
      busy.delete(writer.number);
      await writer.handle.close();
    },
    close: async () => {
      for (const writer of free) await writer.handle.close();
    },
  };
}

async function writeFully(handle: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < piece.byteLength) {
    const { bytesWritten } = await handle.write(piece, done, piece.byteLength - done, position + done);
    done += bytesWritten;
  }
}

async function* readExtents(
  extents: readonly Extent[],
  readerOf: (number: number) => Promise<FileHandle>,
): AsyncGenerator<Buffer> {
  for (const extent of extents) {
    const handle = await readerOf(extent.segment);
    let done = 0;
    while (done < extent.length) {
      const length = Math.min(pieceBytes, extent.length - done);
      const piece = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(piece, 0, length, extent.start + done);
      if (bytesRead === 0) throw new Error(`Segment ${extent.segment} is shorter than its index says.`);
      done += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }
}
