"use client";

import "./globals.css";
import { Button } from "#components/ui/button.tsx";
import { Failure } from "#components/ui/failure.tsx";

/** The last resort, when the root layout itself broke: it brings its own document. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <title>Lakeport did not start</title>
        <main>
          <Failure
            level={1}
            what="Lakeport did not start"
            detail="Something went wrong on our side before the page could be drawn. Try again; if it stays, give the reference to support."
            correlationId={error.digest}
            action={
              <Button variant="primary" onClick={reset}>
                Try again
              </Button>
            }
          />
        </main>
      </body>
    </html>
  );
}
