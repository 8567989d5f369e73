/** A container's name, which is a zone's; made by `parseContainerName` only. */
export type ContainerName = string & { readonly __brand: "ContainerName" };

/** An organization's directory at a container's root, `<slug>-<6 characters>`. */
export type PartitionDirectory = string & { readonly __brand: "PartitionDirectory" };

/** One or more segments joined by `/`, without a leading or trailing slash, as the lake spells a path. */
export type FolderPath = string & { readonly __brand: "FolderPath" };

export type FolderPathRefusal =
  | "empty"
  | "empty-segment"
  | "dot-segment"
  | "slash-in-segment"
  | "control-character"
  | "lone-surrogate"
  | "too-long"
  | "too-deep";

export type FolderPathResult =
  | { readonly ok: true; readonly path: FolderPath }
  | { readonly ok: false; readonly reason: FolderPathRefusal };

/** 59 segments work, 60 answer 409 PathIsTooDeep (learn Q&A 234817, 2026-11). */
export const pathSegmentsMax = 59;

/** Azure names end at 1,024 characters; counted in UTF-8 bytes, the stricter reading (2026-11). */
export const pathBytesMax = 1024;

/**
 * The path when the lake and every client agree on what it means. Refuses empty, `.` and `..` segments (a
 * leading, trailing or double slash makes an empty one), control characters, lone surrogates, more than 1,024
 * UTF-8 bytes and more than 59 segments.
 */
export function parseFolderPath(text: string): FolderPathResult {
  const reason = findPathRefusal(text);
  return reason ? { ok: false, reason } : { ok: true, path: text as FolderPath };
}

/** The path of what is called `name` below `parent`; refuses a name with a slash and what a path refuses. */
export function joinPath(parent: FolderPath | PartitionDirectory, name: string): FolderPathResult {
  return name.includes("/")
    ? { ok: false, reason: "slash-in-segment" }
    : parseFolderPath(`${parent}/${name}`);
}

/** The path without its last segment, or null at the container's root. */
export function parentPath(path: FolderPath): FolderPath | null {
  const at = path.lastIndexOf("/");
  return at < 0 ? null : (path.slice(0, at) as FolderPath);
}

/** The last segment. */
export function pathName(path: FolderPath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The segments from the container's root down. */
export function pathSegments(path: FolderPath): readonly string[] {
  return path.split("/");
}

/** The path itself and everything above it, the highest first: where traverse is asked. */
export function pathAndAncestors(path: FolderPath): readonly FolderPath[] {
  const segments = path.split("/");
  return segments.map((_, index) => segments.slice(0, index + 1).join("/") as FolderPath);
}

/** Whether `path` lies below `ancestor`, by whole segments and not being it. */
export function isBelow(path: FolderPath, ancestor: FolderPath | PartitionDirectory): boolean {
  return path.startsWith(`${ancestor}/`);
}

/** The path below a partition, or null for the partition itself and for a path outside of it. */
export function pathBelowPartition(path: FolderPath, partition: PartitionDirectory): FolderPath | null {
  return isBelow(path, partition) ? (path.slice(partition.length + 1) as FolderPath) : null;
}

/** The lake's own path of what lies at `below` in a partition; null is the partition itself. */
export function pathInPartition(partition: PartitionDirectory, below: FolderPath | null): FolderPathResult {
  return parseFolderPath(below === null ? partition : `${partition}/${below}`);
}

/** A container's name by Azure's rule: 3 to 63 of `a-z0-9` and single inner hyphens; null for anything else. */
export function parseContainerName(text: string): ContainerName | null {
  const isName = text.length >= 3 && text.length <= 63 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
  return isName ? (text as ContainerName) : null;
}

export type PartitionDirectoryResult =
  | { readonly ok: true; readonly directory: PartitionDirectory }
  | { readonly ok: false; readonly reason: "bad-character" | "no-suffix" };

/** `<slug>-<6 characters>`, lower-case ASCII; refuses anything else. */
export function parsePartitionDirectory(text: string): PartitionDirectoryResult {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return { ok: false, reason: "bad-character" };
  const hasSuffix = /^[a-z0-9-]+-[a-z0-9]{6}$/.test(text);
  return hasSuffix ? { ok: true, directory: text as PartitionDirectory } : { ok: false, reason: "no-suffix" };
}

/** A partition is itself a path of one segment. */
export function asFolderPath(partition: PartitionDirectory): FolderPath {
  return partition as string as FolderPath;
}

function findPathRefusal(text: string): FolderPathRefusal | null {
  if (text === "") return "empty";
  if (!text.isWellFormed()) return "lone-surrogate";
  if (/\p{Cc}/u.test(text)) return "control-character";
  const segments = text.split("/");
  if (segments.includes("")) return "empty-segment";
  if (segments.includes(".") || segments.includes("..")) return "dot-segment";
  if (segments.length > pathSegmentsMax) return "too-deep";
  return new TextEncoder().encode(text).length > pathBytesMax ? "too-long" : null;
}
