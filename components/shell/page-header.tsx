import type { ReactNode } from "react";

export type PageHeaderProps = {
  title: string;
  description?: ReactNode;
  above?: ReactNode;
  actions?: ReactNode;
};

/** The head of a page: where (breadcrumb above), what (the h1), why (one line), and its main actions. */
export function PageHeader({ title, description, above, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-1">
      {above}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {description && <p className="max-w-prose text-muted">{description}</p>}
    </header>
  );
}

/** The measure of an ordinary page: centred, not wider than reads well. Data pages fill the window instead. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 py-6 sm:px-6 lg:px-8">{children}</div>
  );
}
