/** The body grew beyond what the portal takes. */
export class TooLargeError extends Error {}

/** Counts a body as it passes: more than `bytesMax`, or another number than was declared, is an error for the reader. */
export function limitBytes(limits: {
  bytesMax: number;
  bytesDeclared: number | null;
}): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(chunk, controller) {
      passed += chunk.byteLength;
      if (passed > limits.bytesMax) {
        controller.error(new TooLargeError("The body is larger than the portal takes."));
      } else {
        controller.enqueue(chunk);
      }
    },
    flush(controller) {
      if (limits.bytesDeclared !== null && passed !== limits.bytesDeclared) {
        controller.error(new Error("The body ended early."));
      }
    },
  });
}
