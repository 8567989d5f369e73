import { expect, test } from "vitest";
import type { LakeEntry } from "#lib/lake/lake.ts";
import { sortOutDrafts } from "#lib/transfers/drafts.ts";

const me = "me";
const now = new Date("2026-11-21T12:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const entry = (name: string, given: Partial<LakeEntry> = {}): LakeEntry => ({
  name,
  path: `a~1/${name}`,
  isDirectory: false,
  size: 1,
  modifiedAt: hoursAgo(1),
  owner: me,
  etag: "",
  ...given,
});
const names = (entries: readonly LakeEntry[]) => entries.map(({ name }) => name);
const draft = ".lakeport-upload-01jd";

test("a draft that may still be written to is neither shown nor removed, whoever writes it", () => {
  const entries = [entry(draft), entry(`${draft}2`, { owner: "you" }), entry("a.csv")];
  const { shown, leftBehind } = sortOutDrafts(entries, { objectId: me, now });
  expect(names(shown)).toEqual(["a.csv"]);
  expect(leftBehind).toEqual([]);
});

test("my own draft of yesterday is removed; somebody else's is shown and stays", () => {
  const old = { modifiedAt: hoursAgo(25) };
  const entries = [entry(draft, old), entry(`${draft}2`, { ...old, owner: "you" })];
  const { shown, leftBehind } = sortOutDrafts(entries, { objectId: me, now });
  expect(names(shown)).toEqual([`${draft}2`]);
  expect(leftBehind).toEqual([draft]);
});

test("nothing else is ever removed: not a file of mine, not a directory of a draft's name", () => {
  const old = { modifiedAt: hoursAgo(1000) };
  const entries = [
    entry("a.csv", old),
    entry(draft, { ...old, isDirectory: true }),
    entry(".lakeport-x", old),
  ];
  const { shown, leftBehind } = sortOutDrafts(entries, { objectId: me, now });
  expect(names(shown)).toEqual(names(entries));
  expect(leftBehind).toEqual([]);
});
