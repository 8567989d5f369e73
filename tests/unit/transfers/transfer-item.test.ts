import { describe, expect, it } from "vitest";
import { type TransferItem, transferFigures, transferSummary } from "#components/transfers/transfer-item.ts";

const mebibyte = 1024 ** 2;
const upload = (given: Partial<TransferItem>): TransferItem => ({
  id: "1",
  direction: "up",
  place: { name: "Chamber A", href: "/a" },
  path: "a.csv",
  sizeBytes: 100 * mebibyte,
  movedBytes: 0,
  state: "waiting",
  bytesPerSecond: null,
  ...given,
});

describe("the queue of transfers", () => {
  it("sums rate and time left over what still runs, not over what is done", () => {
    const running = upload({ state: "running", movedBytes: 50 * mebibyte, bytesPerSecond: 10 * mebibyte });
    const summary = transferSummary([
      upload({ state: "done", movedBytes: 100 * mebibyte }),
      running,
      upload({}),
    ]);
    expect(summary).toEqual({ title: "Uploading 2 of 3", figures: "10.0 MiB/s · 15 s left", isActive: true });
  });

  it("does not call a queue with a failure uploaded", () => {
    const summary = transferSummary([upload({ state: "done" }), upload({ state: "failed" })]);
    expect(summary).toMatchObject({ title: "1 uploaded, 1 failed", isActive: false });
  });

  it("does not call a name that is taken a failure", () => {
    const taken = upload({ state: "failed", isTaken: true });
    const summary = transferSummary([upload({ state: "done" }), taken, upload({ state: "cancelled" })]);
    expect(summary.title).toBe("1 uploaded, 1 name taken, 1 cancelled");
  });

  it("promises no time while the rate is unknown", () => {
    expect(transferFigures(upload({ state: "running", movedBytes: mebibyte }))).toBe("1.00 MiB of 100 MiB");
  });

  it("says what was done with the files, up and down apart", () => {
    const down = { direction: "down", state: "done" } as const;
    expect(transferSummary([upload({ state: "done" })]).title).toBe("1 file uploaded");
    expect(transferSummary([upload(down), upload(down)]).title).toBe("2 files downloaded");
    expect(transferSummary([upload(down), upload({ state: "running" })]).title).toBe("Transferring 2 of 2");
  });

  it("gives the reason of a failure", () => {
    expect(transferFigures(upload({ state: "failed", reason: "The lake is busy." }))).toBe(
      "The lake is busy.",
    );
  });
});
