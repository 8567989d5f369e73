import { DataHeader } from "#components/data/data-header.tsx";
import { DataLayout } from "#components/data/data-layout.tsx";
import { Refusal, type RefusalKind, type RefusalProps } from "#components/ui/refusal.tsx";
import type { BrowseRefusal, Place } from "#lib/browsing/browsing.ts";
import { refusalWords } from "#lib/browsing/refusal-words.ts";
import { locationOf } from "./location-of.ts";
import { OwnBelow } from "./own-below.tsx";
import { TryAgain } from "./try-again.tsx";

const kinds: Record<BrowseRefusal["refusal"], RefusalKind> = {
  absent: "not-there",
  not_granted: "not-allowed",
  not_yet_felt: "pending",
  withheld: "not-allowed",
  read_only: "not-allowed",
  unauthenticated: "not-signed-in",
  step_up: "not-signed-in",
  firewalled: "firewalled",
  busy: "busy",
  taken: "not-allowed",
  not_empty: "not-allowed",
  changed: "busy",
  leased: "busy",
  too_large: "over-limit",
  range_refused: "not-allowed",
  name_refused: "not-allowed",
  interrupted: "busy",
  invalid: "not-there",
};

const watchEverySeconds = 10;

/** Why the lake does not show this place, and what to do about it. Nothing of what is inside. */
export function RefusedPlace({ refusal, place }: { refusal: BrowseRefusal; place: Place }) {
  const { what, why } = refusalWords(refusal);
  const back = { label: "Back to my folders", href: `/${place.organization.slug}/data` };
  const helpers = "givers" in refusal ? refusal.givers : [];
  return (
    <DataLayout
      header={<DataHeader location={locationOf(place)} />}
      list={
        <div className="flex min-h-0 flex-1 flex-col items-center gap-6 overflow-y-auto p-6">
          <Refusal
            kind={kinds[refusal.refusal]}
            what={what}
            why={why}
            helpers={helpers}
            back={back}
            level={2}
            {...nextStep(refusal, place)}
          />
          {refusal.refusal === "not_granted" && <OwnBelow folders={refusal.ownBelow} />}
        </div>
      }
    />
  );
}

function nextStep(refusal: BrowseRefusal, place: Place): Pick<RefusalProps, "next" | "action"> {
  const returnTo = encodeURIComponent(place.url);
  switch (refusal.refusal) {
    case "unauthenticated":
      return { next: { label: "Sign in again", href: `/api/auth/sign-in?returnTo=${returnTo}` } };
    case "step_up": {
      const claims = encodeURIComponent(refusal.claims);
      return {
        next: { label: "Continue", href: `/api/auth/sign-in?returnTo=${returnTo}&claims=${claims}` },
      };
    }
    case "not_yet_felt":
      return { action: <TryAgain everySeconds={watchEverySeconds} /> };
    case "busy":
    case "changed":
      return { action: <TryAgain /> };
    default:
      return {};
  }
}
