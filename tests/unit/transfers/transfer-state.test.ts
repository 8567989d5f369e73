import { expect, test } from "vitest";
import { createRate } from "#components/transfers/measure-rate.ts";
import { nextTransfers, startable, type Transfer } from "#components/transfers/transfer-state.ts";

const upload = (id: string, state: Transfer["state"] = "waiting"): Transfer => ({
  id,
  path: `${id}.csv`,
  sizeBytes: 10,
  movedBytes: 0,
  state,
  bytesPerSecond: null,
  direction: "up",
  place: { name: "Chamber A", href: "/a" },
  carry: async () => undefined,
});

test("never more than three run, and the oldest waits least", () => {
  const all = ["a", "b", "c", "d", "e"].map((id) => upload(id));
  expect(startable(all).map((one) => one.id)).toEqual(["a", "b", "c"]);
  const started = ["a", "b", "c"].reduce((queue, id) => nextTransfers(queue, { kind: "started", id }), all);
  expect(startable(started)).toEqual([]);
  expect(startable(nextTransfers(started, { kind: "done", id: "b" })).map((one) => one.id)).toEqual(["d"]);
});

test("a name that is taken replaces only when it is tried again", () => {
  const [failed] = nextTransfers([upload("a", "running")], {
    kind: "failed",
    id: "a",
    reason: "taken",
    isTaken: true,
  });
  expect(failed).toMatchObject({ state: "failed", isTaken: true });
  const [again] = nextTransfers(failed === undefined ? [] : [failed], { kind: "again", id: "a" });
  expect(again).toMatchObject({ state: "waiting", isTaken: true, movedBytes: 0 });
});

test("what was cancelled stays cancelled, what is done stays done", () => {
  const queue = nextTransfers([upload("a", "running"), upload("b", "done")], {
    kind: "cancelled",
    ids: ["a"],
  });
  expect(queue.map((one) => one.state)).toEqual(["cancelled", "done"]);
});

test("the rate is that of the last three seconds", () => {
  const rate = createRate();
  expect(rate(0, 0)).toBeNull();
  expect(rate(1000, 1000)).toBe(1000);
  expect(rate(1000, 3900)).toBe(0);
});
