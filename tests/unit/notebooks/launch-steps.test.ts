import { expect, test } from "vitest";
import { afterEvent, launchBegun, stepsOf } from "#components/notebooks/launch-steps.ts";

test("a stream that is picked up again tells no line twice and never runs backwards", () => {
  const first = afterEvent(launchBegun, { percent: 40, message: "Server requested", state: "starting" });
  const lost = { ...first, isLost: true };
  const again = afterEvent(lost, { percent: 0, message: "Server requested", state: "starting" });
  expect(again).toEqual({ ...first, percent: 40, isLost: false });
});

test("the server's step follows the start to its end", () => {
  const stateOf = (state: "starting" | "ready" | "failed") =>
    stepsOf({ ...launchBegun, state }, null).map((step) => step.state);
  expect(stateOf("starting")).toEqual(["done", "running", "waiting"]);
  expect(stateOf("ready")).toEqual(["done", "done", "running"]);
  expect(stateOf("failed")).toEqual(["done", "failed", "waiting"]);
});

test("the address comes with the ready event", () => {
  const ready = afterEvent(launchBegun, {
    percent: 100,
    message: "",
    state: "ready",
    address: "http://127.0.0.1:4300/hub/lakeport/open",
  });
  expect(ready.address).toBe("http://127.0.0.1:4300/hub/lakeport/open");
  expect(ready.log).toEqual([]);
});
