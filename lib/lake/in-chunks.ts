import { SenderError } from "#lib/lake/sender-error.ts";

/**
 * Regroups a stream into chunks of `chunkBytes` (the service bills and locks per append), each allocated to its size:
 * a small file costs its own bytes and one append. A stream that breaks is thrown as SenderError.
 */
export async function* inChunks(
  body: ReadableStream<Uint8Array>,
  chunkBytes: number,
): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let filled = 0;
  const take = () => {
    const chunk = Buffer.concat(pending, filled);
    pending = [];
    filled = 0;
    return chunk;
  };
  for await (const piece of piecesOf(body)) {
    let rest = piece;
    while (filled + rest.byteLength >= chunkBytes) {
      const part = rest.subarray(0, chunkBytes - filled);
      pending.push(part);
      filled += part.byteLength;
      rest = rest.subarray(part.byteLength);
      yield take();
    }
    if (rest.byteLength > 0) {
      pending.push(rest);
      filled += rest.byteLength;
    }
  }
  if (filled > 0) {
    yield take();
  }
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
