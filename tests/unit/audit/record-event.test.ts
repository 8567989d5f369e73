import { expect, test } from "vitest";
import { auditEventNames } from "#lib/audit/audit-event.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import type { Transaction } from "#lib/platform/db.ts";
import { systemIds } from "#lib/platform/ids.ts";

const at = new Date("2026-11-21T12:00:00Z");
const services = { ids: systemIds, clock: { now: () => at } };
const fact = { event: "grant.added", actorPersonId: "p", actorLabel: "P", correlationId: "c" } as const;

async function recorded(detail: Record<string, string | number>) {
  const rows: { detail: Record<string, unknown>; at: Date }[] = [];
  const createMany = async ({ data }: { data: typeof rows }) => rows.push(...data);
  const transaction: Pick<Transaction, never> & object = { auditEvent: { createMany } };
  await recordEvent(transaction as Transaction, services, { ...fact, detail });
  return rows;
}

test("one event is one row with the portal's time", async () => {
  const rows = await recorded({ level: "reader" });
  expect(rows).toMatchObject([{ event: "grant.added", at, detail: { level: "reader" } }]);
});

test("a token that strayed into a detail is not written", async () => {
  const token = `${"eyJhbGciOiJSUzI1NiJ9"}.${"eyJvaWQiOiJ4In0xxxxxxx"}.${"c2lnbmF0dXJlc2lnbmF0dXJl"}`;
  const rows = await recorded({ note: `it was ${token}`, path: "sites/north/line-1.v2.csv", count: 3 });
  expect(rows[0]?.detail).toEqual({ note: "(removed)", path: "sites/north/line-1.v2.csv", count: 3 });
});

test("every event name is a noun and what happened to it", () => {
  expect(auditEventNames.filter((name) => !/^[a-z]+\.[a-z_]+$/.test(name))).toEqual([]);
  expect(new Set(auditEventNames).size).toBe(auditEventNames.length);
});
