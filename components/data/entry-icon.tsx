import {
  File,
  FileArchive,
  FileImage,
  FileJson,
  FileSpreadsheet,
  FileText,
  Folder,
  FolderCog,
  type LucideIcon,
  Notebook,
} from "lucide-react";
import type { LakeEntry } from "./lake-entry.ts";

const icons: Array<[RegExp, LucideIcon]> = [
  [/\.(csv|tsv|parquet|xlsx?)$/i, FileSpreadsheet],
  [/\.(jsonl?|ndjson)$/i, FileJson],
  [/\.(png|jpe?g|gif|svg|webp)$/i, FileImage],
  [/\.(gz|zip|zst|tar|7z)$/i, FileArchive],
  [/\.ipynb$/i, Notebook],
  [/\.(txt|log|md|py|sql|ya?ml)$/i, FileText],
];

/** Icon of an entry: folders that the portal manages look different from plain directories. */
export function EntryIcon({ entry }: { entry: Pick<LakeEntry, "name" | "kind" | "isFolder"> }) {
  if (entry.kind === "directory") {
    const Icon = entry.isFolder ? FolderCog : Folder;
    return <Icon aria-hidden="true" className="size-4 shrink-0 text-accent" />;
  }
  const Icon = icons.find(([pattern]) => pattern.test(entry.name))?.[1] ?? File;
  return <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />;
}
