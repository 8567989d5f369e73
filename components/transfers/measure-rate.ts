const windowMs = 3000;

/** Bytes per second over the last three seconds; null until there is something to divide by. */
export function createRate(): (bytes: number, nowMs: number) => number | null {
  let samples: { bytes: number; atMs: number }[] = [];
  return (bytes, nowMs) => {
    samples = [...samples.filter((sample) => nowMs - sample.atMs <= windowMs), { bytes, atMs: nowMs }];
    const first = samples.at(0);
    if (first === undefined || nowMs - first.atMs < 250) {
      return null;
    }
    return Math.max(0, ((bytes - first.bytes) / (nowMs - first.atMs)) * 1000);
  };
}
