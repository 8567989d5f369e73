import { expect, test } from "vitest";
import { openValue, readSealKeys, sealValue } from "#lib/auth/sealed-value.ts";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const keys = readSealKeys(`b:${key(2)},a:${key(1)}`);
const binding = { purpose: "token-cache", recordId: "record", personId: "person" } as const;
const unreadable = expect.objectContaining({ code: "sealed_value_unreadable" });

test("the first key seals and its id is told; the same text never seals to the same bytes", () => {
  const first = sealValue(keys, binding, "text");
  expect(first.keyId).toBe("b");
  expect(Buffer.from(first.bytes).equals(sealValue(keys, binding, "text").bytes)).toBe(false);
  expect(openValue(keys, binding, first.bytes)).toBe("text");
});

test("every key of the ring opens; a key that left it does not", () => {
  const old = sealValue(readSealKeys(`a:${key(1)}`), binding, "text");
  expect(openValue(keys, binding, old.bytes)).toBe("text");
  expect(() => openValue(readSealKeys(`b:${key(2)}`), binding, old.bytes)).toThrow(unreadable);
});

test("a value opens for what it belongs to and nothing else", () => {
  const { bytes } = sealValue(keys, binding, "text");
  for (const other of [
    { ...binding, recordId: "other" },
    { ...binding, personId: "other" },
    { ...binding, purpose: "spa-code" as const },
    { ...binding, recordId: 'record","person' },
  ]) {
    expect(() => openValue(keys, other, bytes)).toThrow(unreadable);
  }
});

test("each changed byte, and each shortening, makes it unreadable", () => {
  const { bytes } = sealValue(keys, binding, "text");
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Uint8Array.from(bytes, (byte, at) => (at === index ? byte ^ 1 : byte));
    expect(() => openValue(keys, binding, changed)).toThrow(unreadable);
    expect(() => openValue(keys, binding, bytes.slice(0, index))).toThrow(unreadable);
  }
});

test("keys of the wrong length, without an id or with one id twice are refused, and the message does not show them", () => {
  for (const wrong of [
    "",
    "a",
    `a:${Buffer.alloc(31).toString("base64url")}`,
    `:${key(1)}`,
    `a:${key(1)},a:${key(2)}`,
  ]) {
    expect(() => readSealKeys(wrong)).toThrow(expect.objectContaining({ code: "configuration_invalid" }));
  }
  expect(() => readSealKeys(`a:${key(1)},b:secretpart`)).toThrow(expect.not.stringContaining("secretpart"));
});
