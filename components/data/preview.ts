import type { FailureProps } from "#components/ui/failure.tsx";
import type { RefusalProps } from "#components/ui/refusal.tsx";

/** A column as the preview found it. `isNumeric` columns are set flush right. */
export type PreviewColumn = { name: string; type: string; isNumeric: boolean };

/** The first rows of a table; null cells are nulls of the file. `rowsTotal`: null when the format does not say without reading all of it. */
export type PreviewRows = {
  columns: PreviewColumn[];
  rows: Array<Array<string | null>>;
  rowsTotal: number | null;
  bytesRead: number;
  skipped?: string;
};

/** What the preview pane shows. `text` may be cut: `isCut`. `src` of an image is an address made by the page (blob: or the portal's). */
export type Preview =
  | { state: "loading" }
  | ({ state: "rows" } & PreviewRows)
  | { state: "text"; text: string; isCut: boolean; bytesRead: number }
  | { state: "image"; src: string; alt: string }
  | { state: "none"; why: string }
  | ({ state: "refused" } & Pick<RefusalProps, "kind" | "what" | "why">)
  | ({ state: "failed" } & Pick<FailureProps, "what" | "detail" | "correlationId">);
