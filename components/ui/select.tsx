import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./input.tsx";

export type SelectOption = { value: string; label: string; isDisabled?: boolean };

/** A native select in our clothes: the platform's own list is the most usable one on phones and with screen readers. */
export function Select({
  options,
  className,
  ...rest
}: ComponentProps<"select"> & { options: SelectOption[] }) {
  return (
    <span className={classNames("relative inline-flex w-full", className)}>
      <select {...rest} className={classNames(controlClass, "h-8 appearance-none pr-8 pointer-coarse:h-10")}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isDisabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
