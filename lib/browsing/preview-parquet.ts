import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import {
  cellText,
  type Preview,
  type PreviewColumn,
  type PreviewSource,
  previewColumnsMax,
  previewParquetBytesMax,
  previewRowsMax,
} from "#lib/browsing/preview.ts";

/** Thrown inside the reader when a file would need more bytes than a preview may take. */
class ReadBudgetError extends Error {}

const unreadable = (note: string): Preview => ({ kind: "none", reason: "unreadable", note });

/** First 200 rows of a Parquet file by range reads: the footer, then the pages of the first row group; 24 MiB at most. */
export async function previewParquet(source: PreviewSource): Promise<Preview> {
  const file = asyncBufferOf(source);
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (error) {
    return rethrowOr(error, () => unreadable("The name says Parquet, but its footer cannot be read."));
  }
  const rowsTotal = Number(metadata.num_rows);
  const columns = columnsOf(metadata).slice(0, previewColumnsMax);
  const rowEnd = Math.min(rowsTotal, previewRowsMax);
  try {
    const rows = rowEnd === 0 ? [] : await readRows(file, metadata, { columns, rowEnd });
    return { kind: "rows", columns, rows, rowsTotal, bytesRead: file.bytesRead(), note: null };
  } catch (error) {
    if (error instanceof ReadBudgetError) {
      const note = "The first row group is larger than a preview may read; these are its columns.";
      return { kind: "rows", columns, rows: [], rowsTotal, bytesRead: file.bytesRead(), note };
    }
    return rethrowOr(error, () => unreadable("The footer is whole, but the first rows cannot be decoded."));
  }
}

async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  wanted: { columns: readonly PreviewColumn[]; rowEnd: number },
): Promise<(string | null)[][]> {
  const names = wanted.columns.map((column) => column.name);
  const found = await parquetReadObjects({
    file,
    metadata,
    columns: names,
    rowStart: 0,
    rowEnd: wanted.rowEnd,
    compressors,
    useOffsetIndex: true,
  });
  return found.slice(0, wanted.rowEnd).map((row) => names.map((name) => cellText(row[name])));
}

/** The lake's own refusals and faults pass; what the decoder says about bytes is an outcome. */
function rethrowOr(error: unknown, outcome: () => Preview): Preview {
  const isOurs = error instanceof Error && "lakeRead" in error;
  if (isOurs) {
    throw error;
  }
  return outcome();
}

const numericTypes = new Set(["INT32", "INT64", "INT96", "FLOAT", "DOUBLE"]);

/** Top-level columns; what lies below a group belongs to it. */
function columnsOf(metadata: FileMetaData): PreviewColumn[] {
  const columns: PreviewColumn[] = [];
  let toSkip = 0;
  for (const element of metadata.schema.slice(1)) {
    if (toSkip === 0) {
      columns.push(describe(element));
      toSkip = element.num_children ?? 0;
    } else {
      toSkip += (element.num_children ?? 0) - 1;
    }
  }
  return columns;
}

function describe(element: SchemaElement): PreviewColumn {
  const logical = element.logical_type?.type ?? element.converted_type;
  const isPlainNumber = logical === undefined || logical === "DECIMAL" || /^U?INT|^INTEGER/.test(logical);
  return {
    name: element.name,
    type: (logical ?? element.type ?? "group").toLowerCase().replace("byte_array", "bytes"),
    isNumeric: element.type !== undefined && numericTypes.has(element.type) && isPlainNumber,
  };
}

function asyncBufferOf(source: PreviewSource): AsyncBuffer & { bytesRead(): number } {
  let taken = 0;
  return {
    byteLength: source.sizeBytes,
    bytesRead: () => taken,
    slice: async (start, end = source.sizeBytes) => {
      taken += end - start;
      if (taken > previewParquetBytesMax) {
        throw new ReadBudgetError();
      }
      const bytes = await source.read(start, end - start);
      return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    },
  };
}
