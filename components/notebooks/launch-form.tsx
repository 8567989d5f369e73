"use client";

import { useActionState } from "react";
import { Button, LinkButton } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Refusal } from "#components/ui/refusal.tsx";
import type { LaunchProfile } from "./launch.ts";
import type { LaunchRefusalWords } from "./launch-refusal.ts";
import { ProfileChoice } from "./profile-choice.tsx";

/** What the last press came to; null before the first. */
export type LaunchAnswer = LaunchRefusalWords | null;

export type LaunchFormProps = {
  /** Records the consent and starts the server, then leads to its progress; answers only with a refusal. */
  start: (before: LaunchAnswer, form: FormData) => Promise<LaunchAnswer>;
  place: { organization: string; zone: string; path: string };
  profiles: LaunchProfile[];
  /** "12 hours": how long the server may act as the person, unless it is stopped before. */
  delegationLength: string;
  level: "reader" | "contributor";
  /** Names of the organizations that the person's token reaches; more than one is said aloud. */
  organizationsInReach: string[];
  backHref: string;
};

function Consent({
  delegationLength,
  level,
  organizationsInReach,
}: Pick<LaunchFormProps, "delegationLength" | "level" | "organizationsInReach">) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">
        By starting it you agree that this server may read and write in the lake as you for at most{" "}
        {delegationLength}: exactly what you may, nothing more. Stopping the server ends that at once.
      </p>
      {level === "reader" && (
        <Callout>
          You are a reader of this folder: the notebook reads it, and writes its results to your own home.
        </Callout>
      )}
      {organizationsInReach.length > 1 && (
        <Callout tone="warning">
          Code in this notebook reaches everything that you reach: {organizationsInReach.join(" and ")}.
        </Callout>
      )}
    </div>
  );
}

function Answer({ answer }: { answer: LaunchRefusalWords }) {
  const { code: _, ...words } = answer;
  return (
    <div role="alert" className="rounded-lg border border-line">
      <Refusal {...words} level={2} isCompact />
    </div>
  );
}

/** Choose a profile, agree, start. Works before its script has loaded. */
export function LaunchForm(props: LaunchFormProps) {
  const [answer, act, isPending] = useActionState(props.start, null);
  return (
    <form action={act} className="flex max-w-xl flex-col gap-6">
      <input type="hidden" name="organization" value={props.place.organization} />
      <input type="hidden" name="zone" value={props.place.zone} />
      <input type="hidden" name="path" value={props.place.path} />
      {answer && <Answer answer={answer} />}
      <ProfileChoice profiles={props.profiles} name="profile" />
      <Consent {...props} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isBusy={isPending}>
          {isPending ? "Starting…" : "Start notebook"}
        </Button>
        <LinkButton href={props.backHref}>Back to the folder</LinkButton>
      </div>
    </form>
  );
}
