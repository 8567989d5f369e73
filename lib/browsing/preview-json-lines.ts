import { decodeText, endsInsideFirstLine } from "#lib/browsing/decode-text.ts";
import {
  cellText,
  guessColumns,
  type Preview,
  type PreviewSource,
  previewColumnsMax,
  previewRowsMax,
  previewTableBytesMax,
} from "#lib/browsing/preview.ts";

/** First 200 objects of a JSON Lines file as a table of their keys. Reads at most 1 MiB. */
export async function previewJsonLines(source: PreviewSource): Promise<Preview> {
  const bytes = await source.read(0, Math.min(source.sizeBytes, previewTableBytesMax));
  const decoded = decodeText(bytes);
  if (decoded === null) {
    return { kind: "none", reason: "binary", note: "The name says JSON Lines, but this is not text." };
  }
  const isWhole = bytes.byteLength >= source.sizeBytes;
  if (!isWhole && endsInsideFirstLine(decoded.text)) {
    return { kind: "none", reason: "too_large", note: "The first line alone is longer than 1 MiB." };
  }
  const lines = decoded.text.split("\n");
  const complete = isWhole ? lines : lines.slice(0, -1);
  const filled = complete.map((text, index) => ({ text: text.trim(), line: index + 1 })).filter(hasText);
  const shown = filled.slice(0, previewRowsMax).map((one) => ({ ...one, value: parse(one.text) }));
  const broken = shown.find((one) => one.value === undefined);
  const records = shown.map((one) => recordOf(one.value === undefined ? one.text : one.value));
  const names = columnsOf(records);
  const rows = records.map((record) => names.map((name) => cellText(record.get(name))));
  return {
    kind: "rows",
    columns: guessColumns(names, rows),
    rows,
    rowsTotal: isWhole && filled.length <= previewRowsMax ? rows.length : null,
    bytesRead: bytes.byteLength,
    note: broken === undefined ? decoded.note : `Line ${broken.line} is not JSON.`,
  };
}

function hasText(line: { text: string }): boolean {
  return line.text !== "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keys and values of an object; anything else stands under one column of its own. */
function recordOf(value: unknown): Map<string, unknown> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : [["(value)", value]]);
}

function columnsOf(records: Map<string, unknown>[]): string[] {
  const columns = new Set<string>();
  for (const record of records) {
    for (const key of record.keys()) {
      columns.add(key);
    }
  }
  return [...columns].slice(0, previewColumnsMax);
}
