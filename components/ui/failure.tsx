import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Statement } from "./statement.tsx";

export type FailureProps = {
  what: string;
  detail: string;
  correlationId?: string;
  action?: ReactNode;
  level?: 1 | 2 | 3;
  isCompact?: boolean;
};

/** Something broke that nobody planned: what happened, how to retry, and the id that finds it in the logs. */
export function Failure({ what, detail, correlationId, action, level, isCompact }: FailureProps) {
  return (
    <Statement
      icon={<TriangleAlert aria-hidden="true" className="size-5" />}
      tone="danger"
      title={what}
      level={level}
      isCompact={isCompact}
      actions={action}
    >
      <p>{detail}</p>
      {correlationId && (
        <p className="flex flex-wrap items-center gap-x-2 text-sm">
          Reference for support
          <code className="font-mono text-xs text-ink">{correlationId}</code>
          <CopyButton text={correlationId} label="Copy reference" />
        </p>
      )}
    </Statement>
  );
}
