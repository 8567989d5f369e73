import { FlaskConical } from "lucide-react";
import { Wordmark } from "#components/shell/wordmark.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { type SignInFailure, SignInRefusal } from "./sign-in-failure.tsx";

export type SignInCardProps = {
  /** The portal's own address that starts the sign-in at Entra. */
  signInHref: string;
  failure?: SignInFailure;
  /** Whether the local cloud's stand-in for Entra answers. */
  isLocalCloud: boolean;
};

const promises = [
  ["Your folders, your rights.", "You see exactly what was granted to you; the lake itself decides."],
  ["Notebooks that already read them.", "Start one and it works as you: no key, no second sign-in."],
  ["Any tool you like.", "pandas, Storage Explorer or azcopy, with this same sign-in."],
] as const;

/** The four squares of Microsoft's sign-in button, from their branding guidelines for developers. */
function MicrosoftMark() {
  return (
    <svg viewBox="0 0 21 21" aria-hidden="true" className="size-5">
      <path fill="#f25022" d="M1 1h9v9H1z" />
      <path fill="#7fba00" d="M11 1h9v9h-9z" />
      <path fill="#00a4ef" d="M1 11h9v9H1z" />
      <path fill="#ffb900" d="M11 11h9v9h-9z" />
    </svg>
  );
}

function LocalCloudHint() {
  return (
    <aside
      aria-label="Local cloud"
      className="flex flex-col gap-2 rounded-lg border border-dashed border-control p-4 text-sm"
    >
      <p className="flex items-center gap-2 font-medium">
        <FlaskConical aria-hidden="true" className="size-4 text-accent" />
        Local cloud
      </p>
      <p className="text-muted">
        A stand-in for Microsoft Entra runs on this machine: it lets you choose one of the demo people,
        without a password.
      </p>
    </aside>
  );
}

/** The only public page: the product in one sentence, one button, what one gets. */
export function SignInCard({ signInHref, failure, isLocalCloud }: SignInCardProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-8 px-6 py-12">
      <Wordmark />
      <div className="flex flex-col gap-3">
        <h1 className="text-2xl font-semibold tracking-tight text-balance">
          Your data in the lake, under your own identity.
        </h1>
        <ul className="flex flex-col gap-2">
          {promises.map(([what, how]) => (
            <li key={what} className="text-muted">
              <span className="font-medium text-ink">{what}</span> {how}
            </li>
          ))}
        </ul>
      </div>
      {failure && <SignInRefusal failure={failure} />}
      <div className="flex flex-col gap-2">
        <a href={signInHref} className={`${buttonClass("primary", "lg")} w-full`}>
          <span className="rounded-sm bg-canvas p-1">
            <MicrosoftMark />
          </span>
          Sign in with Microsoft Entra
        </a>
        <p className="text-sm text-muted">
          Use the account that was invited. Lakeport never sees your password.
        </p>
      </div>
      {isLocalCloud && <LocalCloudHint />}
    </main>
  );
}
