import { expect, test } from "vitest";
import { createGroupMemory } from "#lib/entra/group-memory.ts";

/** A memory on a clock that the test turns, and a directory that counts its questions. */
function fixture() {
  let now = new Date("2026-11-20T12:00:00Z");
  let asked = 0;
  return {
    memory: createGroupMemory({ now: () => now }),
    later: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
    },
    ask: async () => {
      asked += 1;
      return [`group-${asked}`];
    },
    asked: () => asked,
  };
}

test("a person's groups are asked for once a minute, whatever the letter case of the id", async () => {
  const { memory, ask, asked, later } = fixture();
  await memory.recall("ABC", ask);
  await memory.recall("abc", ask);
  expect(asked()).toBe(1);
  later(60_001);
  expect(await memory.recall("abc", ask)).toEqual(["group-2"]);
});

test("our own write makes the next question fresh, for that person only", async () => {
  const { memory, ask, asked } = fixture();
  await memory.recall("abc", ask);
  await memory.recall("def", ask);
  memory.forget("ABC");
  await memory.recall("abc", ask);
  await memory.recall("def", ask);
  expect(asked()).toBe(3);
});

test("a failed question is not remembered", async () => {
  const { memory, ask } = fixture();
  await expect(memory.recall("abc", () => Promise.reject(new Error("down")))).rejects.toThrow("down");
  await expect(memory.recall("abc", ask)).resolves.toEqual(["group-1"]);
});
