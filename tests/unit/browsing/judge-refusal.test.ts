import { describe, expect, test } from "vitest";
import type { Reach } from "#lib/browsing/browsing.ts";
import { type Intent, judgeRefusal, type LakeNo } from "#lib/browsing/explain-refusal.ts";
import type { LakeRefusal } from "#lib/lake/lake.ts";

const now = new Date("2026-11-21T12:00:00Z");
const grantedLongAgo = new Date("2026-11-01T12:00:00Z");
const grantedJustNow = new Date("2026-11-21T11:50:00Z");

const no = (refusal: LakeRefusal): LakeNo => ({ ok: false, refusal, code: "X", requestId: "r" });
const reach = (level: Reach["level"], grantedAt: Date): Reach => ({
  level,
  grantedAt,
  expiresAt: null,
  folderName: "Site A",
});
const place = (found: Reach | null, isClosed = false) => ({
  reach: found,
  zone: { name: "curated", title: "Curated", isClosed },
});
const asked = (intent: Intent) => ({ intent, now });

describe("refusals are told apart", () => {
  test("without a grant, forbidden and absent are one answer", () => {
    expect(judgeRefusal(place(null), no("forbidden"), asked("read"))).toBe("not_granted");
    expect(judgeRefusal(place(null), no("absent"), asked("read"))).toBe("not_granted");
    expect(judgeRefusal(place(null), no("forbidden"), asked("write"))).toBe("not_granted");
  });

  test("with a grant, absent is absent", () => {
    expect(judgeRefusal(place(reach("reader", grantedLongAgo)), no("absent"), asked("read"))).toBe("absent");
  });

  test("a young grant that the lake refuses is not yet felt; an old one is withheld", () => {
    expect(judgeRefusal(place(reach("reader", grantedJustNow)), no("forbidden"), asked("read"))).toBe(
      "not_yet_felt",
    );
    expect(judgeRefusal(place(reach("reader", grantedLongAgo)), no("forbidden"), asked("read"))).toBe(
      "withheld",
    );
  });

  test("a reader who writes is told so, however young the grant", () => {
    expect(judgeRefusal(place(reach("reader", grantedJustNow)), no("forbidden"), asked("write"))).toBe(
      "read_only",
    );
    expect(judgeRefusal(place(reach("contributor", grantedJustNow)), no("forbidden"), asked("write"))).toBe(
      "not_yet_felt",
    );
    expect(
      judgeRefusal(place(reach("contributor", grantedLongAgo), true), no("forbidden"), asked("write")),
    ).toBe("read_only");
  });

  test.each(["busy", "firewalled", "unauthenticated", "taken", "changed", "leased", "invalid"] as const)(
    "%s says nothing of the grant",
    (refusal) => {
      expect(judgeRefusal(place(null), no(refusal), asked("read"))).toBe("pass");
    },
  );
});
