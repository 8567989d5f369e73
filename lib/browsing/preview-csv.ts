import Papa from "papaparse";
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

/** First 200 rows of a CSV or TSV; the first line names the columns. Reads at most 1 MiB. */
export async function previewCsv(source: PreviewSource): Promise<Preview> {
  const bytes = await source.read(0, Math.min(source.sizeBytes, previewTableBytesMax));
  const decoded = decodeText(bytes);
  if (decoded === null) {
    return { kind: "none", reason: "binary", note: "The name says CSV, but this is not text." };
  }
  const isWhole = bytes.byteLength >= source.sizeBytes;
  if (!isWhole && endsInsideFirstLine(decoded.text)) {
    return { kind: "none", reason: "too_large", note: "The first line alone is longer than 1 MiB." };
  }
  const lines = parse(decoded.text, isWhole);
  const names = (lines.at(0) ?? []).slice(0, previewColumnsMax);
  const found = lines.slice(1, previewRowsMax + 1);
  const rows = found.map((row) => names.map((_, index) => cellText(row[index])));
  return {
    kind: "rows",
    columns: guessColumns(names, rows),
    rows,
    rowsTotal: isWhole && lines.length <= previewRowsMax + 1 ? rows.length : null,
    bytesRead: bytes.byteLength,
    note: decoded.note ?? raggedNote(found, names.length),
  };
}

/** One row more than is shown, so that the end of the file is told from the end of the preview. */
function parse(text: string, isWhole: boolean): string[][] {
  const parsed = Papa.parse<string[]>(text, { preview: previewRowsMax + 2, skipEmptyLines: "greedy" });
  const isCut = !isWhole && parsed.data.length < previewRowsMax + 2;
  // The range ended somewhere inside the last row.
  return isCut ? parsed.data.slice(0, -1) : parsed.data;
}

function raggedNote(rows: string[][], width: number): string | null {
  const ragged = rows.findIndex((row) => row.length !== width);
  return ragged === -1
    ? null
    : `Row ${ragged + 1} has ${rows[ragged]?.length ?? 0} values; the first line names ${width} columns.`;
}
