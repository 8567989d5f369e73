import { Info, TriangleAlert } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** A sign-in that did not work, in words: what, why, what to do. `code`: Entra's AADSTS code; both ids help support find it. */
export type SignInFailure = {
  what: string;
  why: string;
  next?: { label: string; href: string };
  code?: string;
  correlationId?: string;
  /** Nothing went wrong: it is said, not announced as an alarm. */
  isExpected?: boolean;
};

function References({ code, correlationId }: Pick<SignInFailure, "code" | "correlationId">) {
  const ids = [code, correlationId].filter((id) => id !== undefined);
  if (ids.length === 0) return null;
  return (
    <div className="flex items-center gap-2 pt-1 text-xs text-muted">
      <p className="min-w-0 font-mono break-words">
        {ids.map((id) => (
          <span key={id} className="block">
            {id}
          </span>
        ))}
      </p>
      <CopyButton text={ids.join(" ")} label="Copy reference" />
    </div>
  );
}

/** The failure above the button; announced when the page comes back with it. */
export function SignInRefusal({ failure }: { failure: SignInFailure }) {
  const { isExpected = false } = failure;
  return (
    <div
      role={isExpected ? "status" : "alert"}
      className={classNames("flex gap-3 rounded-lg p-4", isExpected ? "bg-subtle" : "bg-danger-soft")}
    >
      {isExpected ? (
        <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
      ) : (
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium">{failure.what}</p>
        <p className="text-muted">{failure.why}</p>
        {failure.next && (
          <p>
            <a href={failure.next.href} className="link">
              {failure.next.label}
            </a>
          </p>
        )}
        <References code={failure.code} correlationId={failure.correlationId} />
      </div>
    </div>
  );
}
