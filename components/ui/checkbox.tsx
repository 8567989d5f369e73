"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export type CheckboxProps = Omit<ComponentProps<"input">, "type"> & {
  label: string;
  isMixed?: boolean;
  isLabelHidden?: boolean;
};

function setMixed(isMixed: boolean) {
  return (node: HTMLInputElement | null) => {
    if (node) node.indeterminate = isMixed;
  };
}

/** A native checkbox; `isMixed` shows the third state. The whole label is the target, at least 24 by 24 px. */
export function Checkbox({
  label,
  isMixed = false,
  isLabelHidden = false,
  className,
  ...rest
}: CheckboxProps) {
  return (
    <label className={classNames("inline-flex min-h-6 min-w-6 items-center gap-2", className)}>
      <input
        {...rest}
        ref={setMixed(isMixed)}
        type="checkbox"
        className={classNames("check", isLabelHidden && "m-auto")}
      />
      <span className={isLabelHidden ? "sr-only" : undefined}>{label}</span>
    </label>
  );
}
