import type { ReactNode } from "react";
import { Statement } from "./statement.tsx";

export type EmptyStateProps = {
  icon: ReactNode;
  title: string;
  children: ReactNode;
  action?: ReactNode;
  level?: 1 | 2 | 3;
  isCompact?: boolean;
};

/** Nothing here yet: what the place is for, and the one next step. */
export function EmptyState({ icon, title, children, action, level, isCompact }: EmptyStateProps) {
  return (
    <Statement icon={icon} title={title} level={level} isCompact={isCompact} actions={action}>
      {children}
    </Statement>
  );
}
