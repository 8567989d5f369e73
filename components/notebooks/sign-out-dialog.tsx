"use client";

import { type RefObject, useRef } from "react";
import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import { formatExact } from "#components/ui/format-time.ts";

/** A notebook server that runs while its owner signs out. `delegationUntil`: ISO 8601, null when it holds none. */
export type RunningServer = { id: string; name: string; folder: string; delegationUntil: string | null };

type Props = { scope: "here" | "everywhere"; path: string; servers: RunningServer[]; onClose: () => void };

function latestDelegation(servers: RunningServer[]): string | null {
  const moments = servers.flatMap((server) => server.delegationUntil ?? []).map((at) => Date.parse(at));
  return moments.length > 0 ? formatExact(Math.max(...moments), false) : null;
}

function Choice({
  value,
  label,
  detail,
  isDefault,
}: {
  value: string;
  label: string;
  detail: string;
  isDefault?: boolean;
}) {
  return (
    <label className="flex gap-3 rounded-lg border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
      <input
        type="radio"
        name="notebooks"
        value={value}
        defaultChecked={isDefault}
        className="check mt-0.5"
      />
      <span>
        <span className="block font-medium">{label}</span>
        <span className="block text-sm text-muted">{detail}</span>
      </span>
    </label>
  );
}

function NotebooksQuestion({ servers, isForced }: { servers: RunningServer[]; isForced: boolean }) {
  const until = latestDelegation(servers);
  if (isForced) return <input type="hidden" name="notebooks" value="stop" />;
  const isOne = servers.length === 1;
  const they = isOne ? "It keeps" : "They keep";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">Running notebook servers</legend>
      <Choice
        value="stop"
        label={isOne ? "Stop it" : "Stop them"}
        detail="Unsaved work in a running cell is lost; files in your home stay."
        isDefault
      />
      <Choice
        value="leave"
        label={isOne ? "Leave it running" : "Leave them running"}
        detail={
          until
            ? `${they} acting as you until ${until}.`
            : `${they} running, but can no longer read the lake as you.`
        }
      />
    </fieldset>
  );
}

function Form(props: Props & { form: RefObject<HTMLFormElement | null> }) {
  return (
    <form ref={props.form} method="post" action={props.path} className="flex flex-col gap-3 pt-2">
      <input type="hidden" name="scope" value={props.scope} />
      {props.servers.length > 0 && (
        <>
          <ul className="list-disc pl-5">
            {props.servers.map((server) => (
              <li key={server.id}>
                {server.name} <span className="text-muted">in {server.folder}</span>
              </li>
            ))}
          </ul>
          <NotebooksQuestion servers={props.servers} isForced={props.scope === "everywhere"} />
        </>
      )}
    </form>
  );
}

function descriptionOf({ scope, servers }: Props): string {
  if (scope === "everywhere")
    return "Every browser you signed in with is signed out, and your notebook servers stop.";
  return servers.length === 1
    ? "A notebook server of yours is running:"
    : `${servers.length} notebook servers of yours are running:`;
}

/** Asks what becomes of running notebooks, then posts the answer. Default export because React.lazy asks for one. */
export default function SignOutDialog(props: Props) {
  const form = useRef<HTMLFormElement>(null);
  return (
    <AlertDialog
      isOpen
      onClose={props.onClose}
      onConfirm={() => form.current?.requestSubmit()}
      title={props.scope === "everywhere" ? "Sign out everywhere?" : "Sign out?"}
      description={descriptionOf(props)}
      confirmLabel="Sign out"
    >
      <Form {...props} form={form} />
    </AlertDialog>
  );
}
