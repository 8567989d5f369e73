import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import {
  cellText,
  type Preview,
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
  const table = { kind: "table" as const, format: "Parquet" as const, columns, rowsTotal };
  try {
    const rowEnd = Math.min(rowsTotal, previewRowsMax);
    const found =
      rowEnd === 0
        ? []
        : await parquetReadObjects({
            file,
            metadata,
            columns,
            rowStart: 0,
            rowEnd,
            compressors,
            useOffsetIndex: true,
          });
    const rows = found.slice(0, rowEnd).map((row) => columns.map((column) => cellText(row[column])));
    return { ...table, rows, isComplete: rowsTotal <= previewRowsMax, note: null };
  } catch (error) {
    if (error instanceof ReadBudgetError) {
      const note = "The first row group is larger than a preview may read; these are its columns.";
      return { ...table, rows: [], isComplete: false, note };
    }
    return rethrowOr(error, () => unreadable("The footer is whole, but the first rows cannot be decoded."));
  }
}

/** The lake's own refusals and faults pass; what the decoder says about bytes is an outcome. */
function rethrowOr(error: unknown, outcome: () => Preview): Preview {
  const isOurs = error instanceof Error && "lakeRead" in error;
  if (isOurs) {
    throw error;
  }
  return outcome();
}

function columnsOf(metadata: FileMetaData): string[] {
  const [root, ...elements] = metadata.schema;
  const columns: string[] = [];
  let toSkip = 0;
  for (const element of elements) {
    if (toSkip === 0) {
      columns.push(element.name);
      toSkip = element.num_children ?? 0;
    } else {
      toSkip += (element.num_children ?? 0) - 1;
    }
  }
  return root === undefined ? [] : columns;
}

function asyncBufferOf(source: PreviewSource) {
  let left = previewParquetBytesMax;
  return {
    byteLength: source.sizeBytes,
    slice: async (start: number, end = source.sizeBytes): Promise<ArrayBuffer> => {
      left -= end - start;
      if (left < 0) {
        throw new ReadBudgetError();
      }
      const bytes = await source.read(start, end - start);
      return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
    },
  };
}
