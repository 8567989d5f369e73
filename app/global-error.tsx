"use client";

import "./globals.css";

/** The last resort, when the root layout itself broke: it brings its own document and imports nothing, because every page carries this file. */
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
        <main className="mx-auto flex max-w-lg flex-col items-start gap-3 px-4 py-16">
          <h1 className="text-xl font-semibold">Lakeport did not start</h1>
          <p className="text-muted">
            Something went wrong on our side before the page could be drawn. Try again; if it stays, give the
            reference to support.
          </p>
          {error.digest && (
            <p className="text-sm text-muted">
              Reference <code className="font-mono text-ink">{error.digest}</code>
            </p>
          )}
          <button
            type="button"
            onClick={reset}
            className="h-8 rounded-md bg-accent px-3 font-medium text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
