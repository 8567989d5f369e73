import { expect, test } from "vitest";
import { createRate } from "#components/transfers/measure-rate.ts";
import { nextUploads, startable, type Upload } from "#components/transfers/upload-state.ts";

const upload = (id: string, state: Upload["state"] = "waiting"): Upload => ({
  id,
  path: `${id}.csv`,
  sizeBytes: 10,
  sentBytes: 0,
  state,
  bytesPerSecond: null,
  file: new File([], id),
  target: { container: "curated", path: id, apiUrl: "" },
  overwrite: false,
});

test("never more than three run, and the oldest waits least", () => {
  const all = ["a", "b", "c", "d", "e"].map((id) => upload(id));
  expect(startable(all).map((one) => one.id)).toEqual(["a", "b", "c"]);
  const started = ["a", "b", "c"].reduce((queue, id) => nextUploads(queue, { kind: "started", id }), all);
  expect(startable(started)).toEqual([]);
  expect(startable(nextUploads(started, { kind: "done", id: "b" })).map((one) => one.id)).toEqual(["d"]);
});

test("a name that is taken replaces only when it is tried again", () => {
  const [failed] = nextUploads([upload("a", "uploading")], {
    kind: "failed",
    id: "a",
    reason: "taken",
    canRetry: true,
    isTaken: true,
  });
  expect(failed).toMatchObject({ state: "failed", overwrite: true });
  const [again] = nextUploads(failed === undefined ? [] : [failed], { kind: "again", id: "a" });
  expect(again).toMatchObject({ state: "waiting", overwrite: true, sentBytes: 0 });
});

test("what was cancelled stays cancelled, what is done stays done", () => {
  const queue = nextUploads([upload("a", "uploading"), upload("b", "done")], {
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
