import { FolderOpen, Upload } from "lucide-react";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** An empty directory: what one may do about it. */
export function DirectoryEmpty({ canWrite }: { canWrite: boolean }) {
  if (!canWrite) {
    return (
      <EmptyState icon={<FolderOpen aria-hidden="true" className="size-5" />} title="Nothing here yet">
        <p>You may read here. What others put into this directory appears in this list.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Upload aria-hidden="true" className="size-5" />} title="Nothing here yet">
      <p>
        Drop files anywhere on this list, or press Upload. They go straight to the lake, under your own
        identity.
      </p>
    </EmptyState>
  );
}
