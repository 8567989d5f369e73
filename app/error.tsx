"use client";

import { lazy, Suspense } from "react";

const PageFailure = lazy(() => import("#components/shell/page-failure.tsx"));

/** A fault that no inner boundary caught. What it shows is loaded then: every page carries this file. */
export default function RootError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <Suspense fallback={<p className="p-6">This page did not load.</p>}>
        <PageFailure {...props} />
      </Suspense>
    </main>
  );
}
