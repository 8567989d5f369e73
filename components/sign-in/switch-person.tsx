import { Wordmark } from "#components/shell/wordmark.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { buttonClass, LinkButton } from "#components/ui/button.tsx";

export type SwitchPersonProps = {
  person: { name: string; address: string };
  signInHref: string;
  backHref: string;
};

/** "Wrong account: switch": who one is now, and the way to be someone else. */
export function SwitchPerson({ person, signInHref, backHref }: SwitchPersonProps) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-6 py-12">
      <Wordmark />
      <h1 className="text-xl font-semibold tracking-tight">Use another account</h1>
      <div className="flex items-center gap-3 rounded-lg border border-line p-4">
        <Avatar name={person.name} hueKey={person.address} size="lg" />
        <div className="min-w-0">
          <p className="truncate font-medium">{person.name}</p>
          <p className="truncate text-sm text-muted">{person.address}</p>
        </div>
      </div>
      <p className="text-muted">
        You are signed in with this account. Switching signs it out here; notebook servers keep running until
        you stop them.
      </p>
      <div className="flex flex-wrap gap-2">
        <a href={signInHref} className={buttonClass("primary")}>
          Sign in as someone else
        </a>
        <LinkButton href={backHref}>Stay</LinkButton>
      </div>
    </main>
  );
}
