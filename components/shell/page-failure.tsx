"use client";

import { Button, LinkButton } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";

export type PageFailureProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that broke, for the error boundaries of app (default export because they load it by React.lazy). The digest is the id that the server wrote into its log. */
export default function PageFailure({ error, reset }: PageFailureProps) {
  return (
    <Failure
      level={1}
      what="This page did not load"
      detail="Something went wrong on our side. Nothing of yours was changed by it. Try again; if it stays, give the reference to support."
      correlationId={error.digest}
      action={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <LinkButton href="/">Go to my folders</LinkButton>
        </>
      }
    />
  );
}
