"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { describedBy, Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { refuseDirectoryName } from "./directory-name.ts";

export type NewDirectoryDialogProps = {
  into: string;
  taken: ReadonlySet<string>;
  isBusy?: boolean;
  /** What the lake refused, when it did. */
  refusal?: string;
  onClose: () => void;
  onCreate: (name: string) => void;
};

/** Asks for a directory's name and checks it before the lake does. Default export because React.lazy asks for one. */
export default function NewDirectoryDialog({
  into,
  taken,
  isBusy,
  refusal,
  onClose,
  onCreate,
}: NewDirectoryDialogProps) {
  const id = useId();
  const [name, setName] = useState("");
  const [wasSent, setSent] = useState(false);
  const error = wasSent ? (refuseDirectoryName(name, taken) ?? refusal) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    if (!refuseDirectoryName(name, taken)) onCreate(name);
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={`${id}-form`} variant="primary" isBusy={isBusy}>
        Create directory
      </Button>
    </>
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New directory"
      description={`In ${into}`}
      width="sm"
      footer={footer}
    >
      <form id={`${id}-form`} onSubmit={submit} noValidate>
        <Field id={id} label="Name" error={error}>
          <Input
            id={id}
            value={name}
            onChange={(event) => setName(event.target.value)}
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy(id, { error })}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      </form>
    </Dialog>
  );
}
