/** One line of a listing as the lake returned it. Directories have no size; `modifiedAt` is ISO 8601 in UTC. `isFolder`: a folder that the portal manages. */
export type LakeEntry = {
  name: string;
  kind: "directory" | "file";
  sizeBytes: number | null;
  modifiedAt: string | null;
  isFolder?: boolean;
};

/** Address of an entry below the page of the directory that holds it. */
export function entryHref(directoryHref: string, name: string): string {
  return `${directoryHref.replace(/\/$/, "")}/${encodeURIComponent(name)}`;
}

const extension = /\.([a-z0-9]{1,8})$/i;
const typesByExtension: Record<string, string> = {
  csv: "CSV",
  tsv: "TSV",
  json: "JSON",
  jsonl: "JSON Lines",
  ndjson: "JSON Lines",
  parquet: "Parquet",
  txt: "Text",
  log: "Log",
  md: "Markdown",
  png: "PNG image",
  jpg: "JPEG image",
  jpeg: "JPEG image",
  svg: "SVG image",
  gz: "Gzip archive",
  zip: "ZIP archive",
  ipynb: "Notebook",
  py: "Python",
  sql: "SQL",
  yaml: "YAML",
  yml: "YAML",
  pdf: "PDF",
};

/** What kind of thing this is, in words. */
export function entryType(entry: Pick<LakeEntry, "name" | "kind" | "isFolder">): string {
  if (entry.kind === "directory") return entry.isFolder ? "Folder" : "Directory";
  const found = extension.exec(entry.name)?.[1]?.toLowerCase();
  return found ? (typesByExtension[found] ?? `${found.toUpperCase()} file`) : "File";
}
