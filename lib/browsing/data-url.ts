declare const folderPath: unique symbol;

/** Names below a partition, in order; made only here. */
export type FolderPath = readonly string[] & { readonly [folderPath]: true };

// A URL longer than this never came from one of our links; the lake's own limit is 1,024 characters a name (2026-11).
const namesCharactersMax = 4096;
const namesMax = 60;

/**
 * The names of a data URL, still percent-encoded as they came. Null for anything that could mean another place than it
 * shows: dot segments, a slash or backslash inside a name, control characters, broken encodings.
 */
export function parseNames(segments: readonly string[]): FolderPath | null {
  const names: string[] = [];
  for (const segment of segments) {
    const name = decode(segment);
    if (name === null || !isName(name)) {
      return null;
    }
    names.push(name);
  }
  const characters = names.reduce((sum, name) => sum + name.length + 1, 0);
  return names.length > namesMax || characters > namesCharactersMax ? null : brand(names);
}

/** Whether one name can stand in a path and mean only itself. */
export function isName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !forbidden.test(name) && name.isWellFormed();
}

/** Slash and backslash separate paths in one tool or another; control characters lie about what a name looks like. */
const forbidden = /[/\\\p{Cc}]/u;

/** The lake's own path of `names` in a partition's directory. */
export function lakePath(directory: string, names: readonly string[]): string {
  return [directory, ...names].join("/");
}

/** The names of a lake path below its partition's directory. */
export function namesBelow(directory: string, path: string): FolderPath {
  return brand(path === directory ? [] : path.slice(directory.length + 1).split("/"));
}

/** The portal's page of a place, in names, without the partition's suffix. */
export function dataUrl(organization: string, zone: string, names: readonly string[]): string {
  return [`/${organization}/data/${encodeURIComponent(zone)}`, ...names.map(encodeURIComponent)].join("/");
}

/** The public API's address of the same place. */
export function dataApiUrl(organization: string, zone: string, names: readonly string[]): string {
  return `/api/v1/data/${[organization, zone, ...names].map(encodeURIComponent).join("/")}`;
}

function brand(names: string[]): FolderPath {
  return names as readonly string[] as FolderPath;
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
