import type { LakeEntry } from "./lake-entry.ts";

export type SortKey = "name" | "size" | "modified";
export type Sort = { key: SortKey; isDescending: boolean };

/** The order in which the lake lists: by name, ascending. */
export const lakeOrder: Sort = { key: "name", isDescending: false };

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

const values: Record<Exclude<SortKey, "name">, (entry: LakeEntry) => number> = {
  size: (entry) => entry.sizeBytes ?? -1,
  modified: (entry) => (entry.modifiedAt ? Date.parse(entry.modifiedAt) : -1),
};

function compareBy({ key, isDescending }: Sort): (left: LakeEntry, right: LakeEntry) => number {
  const sign = isDescending ? -1 : 1;
  if (key === "name") return (left, right) => sign * collator.compare(left.name, right.name);
  const value = values[key];
  return (left, right) => sign * (value(left) - value(right)) || collator.compare(left.name, right.name);
}

/**
 * A sorted copy. A listing that came in one page shows directories first; a paged one (`isPaged`) stays in the lake's own
 * order while sorted by name upwards, so that what arrives later never moves what was already read.
 */
export function sortEntries(entries: LakeEntry[], sort: Sort, isPaged: boolean): LakeEntry[] {
  if (isPaged && sort.key === "name" && !sort.isDescending) return entries;
  const compare = compareBy(sort);
  if (isPaged) return entries.toSorted(compare);
  return entries.toSorted(
    (left, right) => Number(left.kind === "file") - Number(right.kind === "file") || compare(left, right),
  );
}

/** Whether a sort speaks only of what is loaded: then the screen has to say so. */
export function isPartialSort(sort: Sort, hasMore: boolean): boolean {
  return hasMore && (sort.key !== "name" || sort.isDescending);
}

/** A press on a heading: the same key turns around; a new one starts where it is most useful (largest, newest, A). */
export function nextSort(current: Sort, key: SortKey): Sort {
  if (current.key === key) return { key, isDescending: !current.isDescending };
  return { key, isDescending: key !== "name" };
}
