import { expect, test } from "vitest";
import { readByteRange } from "#lib/transfers/byte-range.ts";

test.each([
  ["bytes=0-0", { kind: "part", offset: 0, length: 1 }],
  ["bytes=5-9", { kind: "part", offset: 5, length: 5 }],
  ["bytes=5-", { kind: "part", offset: 5, length: null }],
  ["bytes=-5", { kind: "suffix", length: 5 }],
])("%s is one range", (header, range) => {
  expect(readByteRange(header)).toEqual(range);
});

test.each([
  null,
  "",
  "bytes=",
  "bytes=-",
  "bytes=9-5",
  "bytes=0-1,4-5",
  "items=0-1",
  "bytes=a-b",
  "bytes=1e3-",
])("%s means the whole file, as RFC 9110 allows", (header) => {
  expect(readByteRange(header)).toEqual({ kind: "whole" });
});

test("a number beyond what can be counted is no range", () => {
  expect(readByteRange("bytes=99999999999999999999-")).toEqual({ kind: "whole" });
});
