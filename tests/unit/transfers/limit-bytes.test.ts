import { expect, test } from "vitest";
import { limitBytes, TooLargeError } from "#lib/transfers/limit-bytes.ts";

const through = (text: string, limits: Parameters<typeof limitBytes>[0]) =>
  new Response(new Blob([text]).stream().pipeThrough(limitBytes(limits))).text();

test("a body within its limits passes unchanged", async () => {
  expect(await through("12345", { bytesMax: 5, bytesDeclared: 5 })).toBe("12345");
  expect(await through("", { bytesMax: 5, bytesDeclared: null })).toBe("");
});

test("one byte too many is an error of its own", async () => {
  await expect(through("123456", { bytesMax: 5, bytesDeclared: null })).rejects.toThrow(TooLargeError);
});

test("fewer or more bytes than declared are an error", async () => {
  await expect(through("1234", { bytesMax: 9, bytesDeclared: 5 })).rejects.toThrow("ended early");
  await expect(through("123456", { bytesMax: 9, bytesDeclared: 5 })).rejects.toThrow();
});
