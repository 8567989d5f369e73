/** A column as the preview found it: its type in the file's own words, or "number"/"text" where the file has none. */
export type PreviewColumn = { name: string; type: string; isNumeric: boolean };

/** The first rows or bytes of a file, or why there are none. Everything in it is bounded. */
export type Preview =
  | {
      kind: "rows";
      columns: PreviewColumn[];
      /** Null: the cell is empty (JSON null, Parquet null, column missing in that row). */
      rows: (string | null)[][];
      /** Rows of the whole file where the format says so, or where the preview holds all of it. */
      rowsTotal: number | null;
      bytesRead: number;
      /** What was left out or guessed. */
      note: string | null;
    }
  | { kind: "text"; text: string; isCut: boolean; bytesRead: number; note: string | null }
  | { kind: "image"; contentType: string }
  | { kind: "none"; reason: "empty" | "binary" | "unreadable" | "too_large"; note: string };

/** What a previewer needs of a file; `read` gives exactly the bytes asked for, or fewer at the end. */
export type PreviewSource = {
  name: string;
  sizeBytes: number;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
};

export const previewRowsMax = 200;
export const previewTextBytesMax = 64 * 1024;
export const previewTableBytesMax = 1024 * 1024;
export const previewParquetBytesMax = 24 * 1024 * 1024;
export const previewImageBytesMax = 20 * 1024 * 1024;
export const previewColumnsMax = 200;

const cellCharactersMax = 500;

/** Raster formats that a browser draws and that carry no script; SVG is shown as text. */
const imageTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
};

/** The type under which the portal may show a file inline, by its name; null when it is no picture. */
export function imageTypeOf(name: string): string | null {
  return imageTypes[extensionOf(name)] ?? null;
}

/** The last extension in lower case, "" when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/** Columns without a type of their own: numeric when every filled cell of the preview is a number. */
export function guessColumns(names: readonly string[], rows: readonly (string | null)[][]): PreviewColumn[] {
  return names.map((name, index) => {
    const filled = rows.map((row) => row[index] ?? "").filter((cell) => cell !== "");
    const isNumeric = filled.length > 0 && filled.every((cell) => numeric.test(cell));
    return { name, type: isNumeric ? "number" : "text", isNumeric };
  });
}

const numeric = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;

/** A cell as text, cut where it would not fit on a screen anyway. */
export function cellText(value: unknown): string | null {
  if (value === null || value === undefined) {
    return null;
  }
  const text = plainText(value);
  return text.length > cellCharactersMax ? `${text.slice(0, cellCharactersMax)}…` : text;
}

function plainText(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return `${value.byteLength} bytes`;
  }
  return typeof value === "object" ? JSON.stringify(value, sayBigInt) : String(value);
}

function sayBigInt(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
