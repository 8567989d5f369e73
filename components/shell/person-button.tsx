"use client";

import { lazy, Suspense, useRef, useState } from "react";
import type { RunningServer } from "#components/notebooks/sign-out-dialog.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import type { Theme } from "#components/ui/theme.ts";

export type ShellPerson = { name: string; address: string; role: string };
/** `signOut` takes a form post with `scope` (here, everywhere) and `notebooks` (stop, leave); `switchPerson` is a page. */
export type ShellPaths = { signOut: string; switchPerson: string };
export type SignOutScope = "here" | "everywhere";

type Props = { person: ShellPerson; theme: Theme; paths: ShellPaths; runningServers: RunningServer[] };

const PersonMenu = lazy(() => import("./person-menu.tsx"));
const SignOutDialog = lazy(() => import("#components/notebooks/sign-out-dialog.tsx"));

/** The avatar at the top right. Menu and sign-out question are loaded when they are first wanted. */
export function PersonButton({ person, theme, paths, runningServers }: Props) {
  const [isWanted, setWanted] = useState(false);
  const [asking, setAsking] = useState<SignOutScope | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const signOut = (scope: SignOutScope) => {
    if (scope === "here" && runningServers.length === 0) form.current?.requestSubmit();
    else setAsking(scope);
  };
  const trigger = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-label={`${person.name}, your menu`}
      onClick={() => setWanted(true)}
      className="inline-flex size-8 items-center justify-center rounded-full pointer-coarse:size-10"
    >
      <Avatar name={person.name} hueKey={person.address} />
    </button>
  );
  return (
    <>
      <form ref={form} method="post" action={paths.signOut} hidden>
        <input type="hidden" name="scope" value="here" />
      </form>
      <Suspense fallback={trigger}>
        {isWanted ? <PersonMenu {...{ trigger, person, theme, paths }} onSignOut={signOut} /> : trigger}
      </Suspense>
      <Suspense>
        {asking && (
          <SignOutDialog
            scope={asking}
            path={paths.signOut}
            servers={runningServers}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
    </>
  );
}
