"use client";

import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { dialogClass, overlayClass } from "./dialog.tsx";

export type AlertDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  description: string;
  confirmLabel: string;
  cancelLabel?: string;
  isDangerous?: boolean;
  isBusy?: boolean;
  children?: ReactNode;
};

function Actions(props: AlertDialogProps) {
  return (
    <footer className="flex justify-end gap-2 border-t border-line px-6 py-3">
      <Radix.Cancel asChild>
        <Button>{props.cancelLabel ?? "Cancel"}</Button>
      </Radix.Cancel>
      <Button
        variant={props.isDangerous ? "danger" : "primary"}
        isBusy={props.isBusy}
        onClick={props.onConfirm}
      >
        {props.confirmLabel}
      </Button>
    </footer>
  );
}

/** Asks before something that cannot be taken back lightly. It says what will happen; focus starts on Cancel. */
export function AlertDialog(props: AlertDialogProps) {
  return (
    <Radix.Root open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        <Radix.Content className={classNames(dialogClass, "sm:max-w-md")}>
          <div className="flex flex-col gap-2 overflow-y-auto px-6 py-4">
            <Radix.Title className="text-lg font-semibold">{props.title}</Radix.Title>
            <Radix.Description className="text-muted">{props.description}</Radix.Description>
            {props.children}
          </div>
          <Actions {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
