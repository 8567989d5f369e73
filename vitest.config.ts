import { defineConfig } from "vitest/config";

/** One runner, four rooms: unit (pure), contract (outside systems), integration (real Postgres), e2e (browser). */
export default defineConfig({
  test: {
    // What a file waits for is mostly another process: two at a time keep two cores busy.
    maxWorkers: 2,
    projects: [
      { test: { name: "unit", include: ["tests/unit/**/*.test.ts"], environment: "node" } },
      {
        test: {
          name: "contract",
          include: ["tests/contract/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          environment: "node",
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/e2e/global-setup.ts"],
          environment: "node",
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          // A browser on a loaded machine can miss a moment; what fails twice is broken.
          retry: 1,
        },
      },
    ],
  },
});
