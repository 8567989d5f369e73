import type { RefusalKind } from "#components/ui/refusal.tsx";
import type { LaunchRefusal } from "#lib/notebooks/notebook-server.ts";

/** A refused start in words, with the one next step. */
export type LaunchRefusalWords = {
  code: LaunchRefusal;
  kind: RefusalKind;
  what: string;
  why: string;
  next?: { label: string; href: string };
};

type Ways = { serversHref: string; signInHref: string };

const words: Record<LaunchRefusal, (ways: Ways) => Omit<LaunchRefusalWords, "code">> = {
  not_ready: () => ({
    kind: "pending",
    what: "Notebooks are not ready yet",
    why: "They are still being prepared. Home says how long it will take; then press again.",
    next: { label: "Go to Home", href: "/" },
  }),
  unavailable: () => ({
    kind: "busy",
    what: "Notebooks cannot be started at present",
    why: "Nothing was started. Home says what is wrong and what mends it.",
    next: { label: "Go to Home", href: "/" },
  }),
  unknown_profile: () => ({
    kind: "not-there",
    what: "That launch profile is not offered any more",
    why: "Choose one of those below, then press again.",
  }),
  too_many: ({ serversHref }) => ({
    kind: "over-limit",
    what: "As many notebook servers run as you may have",
    why: "Stop one of yours, then press again. Files in your home stay.",
    next: { label: "See my servers", href: serversHref },
  }),
  sign_in_again: ({ signInHref }) => ({
    kind: "not-signed-in",
    what: "Sign in again first",
    why: "Your sign-in no longer gives access to the lake, and a notebook could not read it for you.",
    next: { label: "Sign in again", href: signInHref },
  }),
  step_up: ({ signInHref }) => ({
    kind: "not-signed-in",
    what: "Your organization asks for a further sign-in step",
    why: "Microsoft Entra wants to check once more that it is you before a notebook may act as you.",
    next: { label: "Go on to that step", href: signInHref },
  }),
  hub_busy: () => ({
    kind: "busy",
    what: "The notebook hub takes no start at this moment",
    why: "Nothing was started. Try again in a few seconds.",
  }),
  absent: () => ({
    kind: "not-there",
    what: "This folder is not there any more",
    why: "It may have been moved or archived meanwhile, or your access ended.",
    next: { label: "Go to my folders", href: "/" },
  }),
};

/** Why a start was refused and what to do, for the page. */
export function launchRefusalWords(refusal: LaunchRefusal, ways: Ways): LaunchRefusalWords {
  return { code: refusal, ...words[refusal](ways) };
}
