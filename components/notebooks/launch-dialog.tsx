"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button, LinkButton } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Refusal } from "#components/ui/refusal.tsx";
import type { Launch, LaunchProfile } from "./launch.ts";
import { LaunchProgress } from "./launch-progress.tsx";
import { ProfileChoice } from "./profile-choice.tsx";

export type LaunchDialogProps = {
  folder: string;
  profiles: LaunchProfile[];
  launch: Launch;
  /** In words: "8 hours". The server may act as the person that long, unless it is stopped before. */
  delegationLength: string;
  /** Organizations that the person's token reaches; more than one is said aloud. */
  organizationsInReach: string[];
  onStart: (profileId: string) => void;
  onCancel: () => void;
  onClose: () => void;
};

function Consent({
  delegationLength,
  organizationsInReach,
}: Pick<LaunchDialogProps, "delegationLength" | "organizationsInReach">) {
  return (
    <>
      <p className="text-muted">
        The notebook reads and writes the lake as you, for at most {delegationLength}. Stopping the server
        ends that at once.
      </p>
      {organizationsInReach.length > 1 && (
        <Callout tone="warning">
          Code in this notebook reaches everything you reach: {organizationsInReach.join(" and ")}.
        </Callout>
      )}
    </>
  );
}

function Choosing({ formId, ...props }: LaunchDialogProps & { formId: string }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onStart(String(new FormData(event.currentTarget).get("profile") ?? ""));
  };
  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
      <ProfileChoice profiles={props.profiles} name="profile" />
      <Consent {...props} />
    </form>
  );
}

function Ready({ href }: { href: string }) {
  return (
    <Callout tone="success">
      The notebook server is ready. If no tab opened,{" "}
      <a href={href} className="link">
        open it here
      </a>
      .
    </Callout>
  );
}

function Body(props: LaunchDialogProps & { formId: string }) {
  const { launch } = props;
  switch (launch.state) {
    case "choosing":
      return <Choosing {...props} />;
    case "launching":
      return <LaunchProgress {...launch} />;
    case "refused":
      return <Refusal {...launch} level={3} isCompact />;
    case "failed":
      return (
        <>
          <LaunchProgress steps={launch.steps} log={launch.log} />
          <Failure {...launch} level={3} isCompact />
        </>
      );
    case "ready":
      return <Ready href={launch.href} />;
  }
}

function footerOf({ launch, onClose, onCancel }: LaunchDialogProps, formId: string): ReactNode {
  if (launch.state === "launching") return <Button onClick={onCancel}>Cancel start</Button>;
  if (launch.state === "ready") {
    return (
      <LinkButton href={launch.href} variant="primary" prefetch={false}>
        Open notebook
      </LinkButton>
    );
  }
  const isFailed = launch.state === "failed";
  return (
    <>
      <Button onClick={onClose}>{launch.state === "choosing" ? "Cancel" : "Close"}</Button>
      {launch.state === "choosing" && (
        <Button type="submit" form={formId} variant="primary">
          Start notebook
        </Button>
      )}
      {isFailed && (
        <Button variant="primary" onClick={onCancel}>
          Choose again
        </Button>
      )}
    </>
  );
}

/** "Open in notebook": choose, watch, land. `onCancel` during a launch stops it, after a failure goes back to the choice. Default export because React.lazy asks for one. */
export default function LaunchDialog(props: LaunchDialogProps) {
  const formId = useId();
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title="Open in notebook"
      description={`With ${props.folder} ready to read`}
      footer={footerOf(props, formId)}
    >
      <Body {...props} formId={formId} />
    </Dialog>
  );
}
