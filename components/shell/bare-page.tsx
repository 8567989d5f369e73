import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "./wordmark.tsx";

/** A page outside the shell: nobody may be signed in, so it shows the wordmark and nothing about anyone. */
export function BarePage({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="flex h-(--shell-top) items-center border-b border-line px-3 sm:px-4">
        <Link href="/" className="flex rounded-md" aria-label="Lakeport, home">
          <Wordmark />
        </Link>
      </header>
      <main>{children}</main>
    </>
  );
}
