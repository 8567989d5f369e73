import type { BrowseRefusal } from "#lib/browsing/browsing.ts";

/** A refusal in words, for a page and for a problem reply alike. */
export type RefusalWords = {
  /** HTTP status of the reply. */
  status: number;
  /** For programs. */
  code: string;
  what: string;
  /** Why, and what to do next. */
  why: string;
};

type Words<K extends BrowseRefusal["refusal"]> = (
  refusal: Extract<BrowseRefusal, { refusal: K }>,
) => RefusalWords;

/** What to tell the person. Names of people who can help go beside it, not into it. */
export function refusalWords(refusal: BrowseRefusal): RefusalWords {
  const tell = words[refusal.refusal] as Words<BrowseRefusal["refusal"]>;
  return tell(refusal);
}

const words: { [K in BrowseRefusal["refusal"]]: Words<K> } = {
  absent: () => ({
    status: 404,
    code: "absent",
    what: "There is nothing here",
    why: "Nothing of this name exists, or it is not yours to see. Check the address, or go back to your folders.",
  }),
  not_granted: ({ folderName, givers }) => ({
    status: 403,
    code: "not_granted",
    what: `You have no access to ${folderName}`,
    why:
      givers.length > 0
        ? "An admin of your organization can give it to you."
        : "Running an organization does not open its data. Another admin of it, or a platform admin, can give you access.",
  }),
  not_yet_felt: ({ feltBy }) => ({
    status: 403,
    code: "not_yet_felt",
    what: "Your access is on its way",
    why: `It was granted, and Microsoft Entra has yet to tell the lake. That takes minutes, at most until ${clockTime(feltBy)} UTC.`,
  }),
  withheld: ({ folderName, requestId }) => ({
    status: 403,
    code: "withheld",
    what: `The lake refuses ${folderName}`,
    why: `You were granted access, but the lake's own access list says otherwise. An admin can have it healed${reference(requestId)}.`,
  }),
  read_only: ({ folderName, isClosedZone }) => ({
    status: 403,
    code: "read_only",
    what: isClosedZone ? "Only pipelines write in this zone" : `You may read ${folderName}, not change it`,
    why: isClosedZone
      ? "What devices send is kept as it came. Put results into a zone that people write to."
      : "An admin of your organization can make you a contributor.",
  }),
  unauthenticated: () => ({
    status: 401,
    code: "sign_in_again",
    what: "Sign in again",
    why: "Your sign-in no longer gives access to the lake.",
  }),
  step_up: () => ({
    status: 401,
    code: "step_up",
    what: "Your organization asks for another sign-in step",
    why: "Microsoft Entra wants to check you once more before it lets you reach the lake.",
  }),
  firewalled: ({ requestId }) => ({
    status: 403,
    code: "firewalled",
    what: "The lake's firewall refuses this place",
    why: `The lake does not take requests from where they come from now. The portal's operator can allow it${reference(requestId)}.`,
  }),
  busy: () => ({
    status: 503,
    code: "lake_busy",
    what: "The lake is busy",
    why: "It takes no more requests at this moment. Try again in a few seconds.",
  }),
  taken: () => ({
    status: 409,
    code: "taken",
    what: "Something of this name is already here",
    why: "Choose another name, or replace it on purpose.",
  }),
  not_empty: () => ({
    status: 409,
    code: "not_empty",
    what: "The directory is not empty",
    why: "Empty it first.",
  }),
  changed: () => ({
    status: 412,
    code: "changed",
    what: "The file changed meanwhile",
    why: "Somebody wrote to it while it was being read. Try again.",
  }),
  leased: () => ({
    status: 409,
    code: "leased",
    what: "Another tool holds this file",
    why: "It has a lease on it. Try again when that tool is done.",
  }),
  too_large: ({ bytesMax }) => ({
    status: 413,
    code: "too_large",
    what: "The file is too large to go through the portal",
    why: `At most ${(bytesMax / 1024 ** 3).toLocaleString("en", { maximumFractionDigits: 1 })} GiB. Use azcopy: “Connect another tool” has the exact text.`,
  }),
  range_refused: () => ({
    status: 416,
    code: "range_refused",
    what: "The file has no such range",
    why: "It is shorter than what was asked for.",
  }),
  name_refused: ({ why }) => ({ status: 400, code: "name_refused", what: "This name cannot be used", why }),
  interrupted: () => ({
    status: 400,
    code: "interrupted",
    what: "The upload broke off",
    why: "Nothing of it was kept. Try again.",
  }),
  invalid: ({ code }) => ({
    status: 400,
    code: "invalid",
    what: "The lake does not take this request",
    why: `It answered ${code}.`,
  }),
};

function clockTime(date: Date): string {
  return date.toISOString().slice(11, 16);
}

function reference(requestId: string | null): string {
  return requestId === null ? "" : ` (lake request ${requestId})`;
}
