import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** A table that scrolls sideways inside its own box; `label` names it and makes the box reachable by keyboard. */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    <section aria-label={label} className="relative min-w-0 overflow-x-auto">
      <table {...rest} className={classNames("w-full border-collapse text-left", className)} />
    </section>
  );
}

/** Row of the table body. */
export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr {...rest} className={classNames("border-b border-line last:border-b-0 hover:bg-subtle", className)} />
  );
}

/** Column heading: small, muted, never upper-case. */
export function TableHead({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        "h-8 px-3 text-left text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4",
        className,
      )}
    />
  );
}

/** Cell of the table body. */
export function TableCell({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} className={classNames("px-3 py-2 align-middle first:pl-4 last:pr-4", className)} />;
}
