/** What a bench finds; `ours` and `peer` in `unit`, each a median of `n` interleaved rounds of the same run. */
export type BenchResult = {
  ours: number;
  peer: number;
  unit: "ms" | "points";
  better: "lower" | "higher";
  /** The goal in words and figures. */
  goal: string;
  pass: boolean;
  n: number;
};

/** One file of bench/: starts what it needs, measures, removes it. `n` null: as many rounds as it thinks right. */
export type Bench = (asked: { n: number | null }) => Promise<BenchResult>;

/** Milliseconds of one run of each side, in rounds; who goes first alternates, warm-ups are not kept. */
export async function interleave(
  sides: { ours: () => Promise<void>; peer: () => Promise<void> },
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<{ ours: number[]; peer: number[] }> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let round = -warmUps; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (["ours", "peer"] as const) : (["peer", "ours"] as const);
    for (const side of order) {
      const began = performance.now();
      await sides[side]();
      if (round >= 0) {
        times[side].push(performance.now() - began);
      }
    }
  }
  return times;
}

/** The middle of the values, rounded to a tenth; the mean of the middle two for an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return Math.round(((upper + lower) / 2) * 10) / 10;
}
