import { expect, test } from "vitest";
import { refuseEntryName } from "#lib/transfers/entry-name.ts";

test.each(["readings.csv", "100% sure", "a#b?c", "Ünï 数据", ".hidden", "x".repeat(255)])(
  "%j can be made",
  (name) => {
    expect(refuseEntryName(name)).toBeNull();
  },
);

test.each([
  "",
  ".",
  "..",
  "a/b",
  "a\\b",
  "a\u0000",
  "a\n",
  " a",
  "a ",
  "a.",
  ".lakeport-upload-1",
  "x".repeat(256),
])("%j is refused in words", (name) => {
  expect(refuseEntryName(name)).toMatch(/\.$/);
});
