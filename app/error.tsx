"use client";

import { Button, LinkButton } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";

export type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** A page that broke. The digest is the same id that the server wrote into its log. */
export default function PageError({ error, reset }: PageErrorProps) {
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
