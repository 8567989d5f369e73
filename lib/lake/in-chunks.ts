import { SenderError } from "#lib/lake/sender-error.ts";

const smallestBytes = 64 * 1024;

/**
 * Regroups a stream into chunks of `chunkBytes` (the service bills and locks per append): a small file costs about its
 * own bytes and one append, a large one the same buffer again and again. A chunk holds until the next is asked for. A
 * stream that breaks is thrown as SenderError.
 */
export async function* inChunks(
  body: ReadableStream<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  let buffer: Buffer = Buffer.alloc(0);
  let filled = 0;
  for await (const piece of piecesOf(body)) {
    let rest = piece;
    while (rest.byteLength > 0) {
      const part = rest.subarray(0, chunkBytes - filled);
      buffer = withRoom(
        buffer,
        filled,
        Math.min(chunkBytes, Math.max(smallestBytes, filled + part.byteLength)),
      );
      buffer.set(part, filled);
      filled += part.byteLength;
      rest = rest.subarray(part.byteLength);
      if (filled === chunkBytes) {
        yield buffer.subarray(0, filled);
        filled = 0;
      }
    }
  }
  if (filled > 0) {
    yield buffer.subarray(0, filled);
  }
}

/** Doubles rather than grows by each piece; what is there moves along. */
function withRoom(buffer: Buffer, filled: number, bytes: number): Buffer {
  if (buffer.byteLength >= bytes) {
    return buffer;
  }
  const larger = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * buffer.byteLength));
  buffer.copy(larger, 0, 0, filled);
  return larger;
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let next = await receive(reader); !next.done; next = await receive(reader)) {
      yield next.value;
    }
  } finally {
    // Whoever stops early (a refused append) tells the sender to stop too.
    await reader.cancel().catch(() => undefined);
  }
}

function receive(reader: ReadableStreamDefaultReader<Uint8Array>) {
  return reader.read().catch((error: unknown) => {
    throw new SenderError(error);
  });
}
