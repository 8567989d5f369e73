import { NotebookText } from "lucide-react";
import { LinkButton } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** No notebook server: what it is for and where to start one. */
export function NotebooksEmpty({
  dataHref,
  isCompact,
  level = 3,
}: {
  dataHref?: string;
  isCompact?: boolean;
  level?: 2 | 3;
}) {
  return (
    <EmptyState
      icon={<NotebookText aria-hidden="true" className="size-5" />}
      title="No notebook server is running"
      isCompact={isCompact}
      level={level}
      action={dataHref && <LinkButton href={dataHref}>Choose a folder</LinkButton>}
    >
      <p>
        Open a folder and press “Open in notebook”. The notebook reads that folder as you, without a key or a
        second sign-in.
      </p>
    </EmptyState>
  );
}
