import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatRate } from "#components/ui/format-number.ts";
import { formatExact, formatRelative } from "#components/ui/format-time.ts";
import { hueOf, initialsOf } from "#components/ui/initials.ts";
import { readTheme } from "#components/ui/theme.ts";

describe("sizes and times as people read them", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.00 KiB"],
    [7_340_032, "7.00 MiB"],
    [1023 * 1024 * 1024, "1023 MiB"],
    [2 ** 60, "1024 PiB"],
    [null, "–"],
  ])("%s bytes read %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("an unknown rate is not a number", () => {
    expect(formatRate(null)).toBe("–");
    expect(formatRate(8.4 * 1024 * 1024)).toBe("8.40 MiB/s");
  });

  it.each([
    [0, "0 s"],
    [0.4, "< 1 s"],
    [59.4, "59 s"],
    [60, "1 min"],
    [3599, "1 h"],
    [5400, "1 h 30 min"],
  ])("%s seconds read %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("a relative time rounds towards now and knows the future", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(formatRelative(now - 59_000, now)).toBe("just now");
    expect(formatRelative(now - 119_000, now)).toBe("1 minute ago");
    expect(formatRelative(now - 30 * 3_600_000, now)).toBe("yesterday");
    expect(formatRelative(now + 5 * 3_600_000, now)).toBe("in 5 hours");
  });

  it("an exact time on the server names its zone", () => {
    expect(formatExact(Date.parse("2026-11-21T12:00:00Z"), true)).toMatch(/21 Nov 2026.*12:00:00 UTC/);
  });
});

describe("a person without a picture", () => {
  it.each([
    ["Anna van Admin", "AA"],
    ["Noor", "N"],
    ["reader@contoso.example", "R"],
    ["first.last@contoso.example", "FL"],
    ["Łukasz Żak", "ŁŻ"],
    ["  ", "?"],
  ])("%s has the initials %s", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it("always has the same hue, one of twelve", () => {
    const keys = Array.from({ length: 200 }, (_, index) => `person${index}@contoso.example`);
    expect(keys.map(hueOf)).toEqual(keys.map(hueOf));
    expect(new Set(keys.map(hueOf)).size).toBe(12);
  });
});

describe("the theme cookie", () => {
  it("means the device's own theme when it is absent or forged", () => {
    expect(readTheme(undefined)).toBe("system");
    expect(readTheme('"><script>')).toBe("system");
    expect(readTheme("dark")).toBe("dark");
  });
});
