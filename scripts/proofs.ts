/** A guarantee that `npm test` samples and a long run proves whole, in parts that can be run on different days. */
export type Proof = {
  guarantee: string;
  parts: number;
  /** The seed when none is given. */
  seed: number;
  /** What vitest is asked for. */
  tests: string[];
  /** The environment of one part. */
  settings: (run: { seed: number; part: number }) => Record<string, string>;
};

const fuzzPerPart = 5000;
const killsPerPart = 10;

/** The proofs that exist, by name. */
export const proofs: Record<string, Proof> = {
  "organizations-cut-off": {
    guarantee: "A run cut off before or after any call to the outside ends, run again, in the same state.",
    parts: 10,
    seed: 0,
    tests: ["tests/integration/organizations/cut-off.test.ts"],
    // A seed stands for every tenth place, from itself on: ten of them are all.
    settings: ({ seed, part }) => ({ CUT_OFF_SEED: String(seed + part) }),
  },
  "lake-malformed": {
    guarantee: "100,000 malformed requests bring no fault, no crash and no path outside the lake.",
    parts: 100_000 / fuzzPerPart,
    seed: 20_261_121,
    tests: ["tests/contract/lake/malformed.test.ts"],
    settings: ({ seed, part }) => ({ FUZZ_RUNS: String(fuzzPerPart), FUZZ_SEED: String(seed + part) }),
  },
  "lake-kill": {
    guarantee: "50 times kill -9 under load: nothing acknowledged is lost, nothing half-written shows.",
    parts: 50 / killsPerPart,
    seed: 0,
    tests: ["tests/contract/lake/survives-kill.test.ts"],
    settings: () => ({ KILL_ROUNDS: String(killsPerPart) }),
  },
  "parallel-sign-ins": {
    guarantee:
      "Fifty people signing in and refreshing at once, ten times: each sealed cache holds one person.",
    parts: 10,
    seed: 0,
    tests: ["tests/integration/auth/storage-token.test.ts", "-t", "fifty people"],
    settings: () => ({}),
  },
};
