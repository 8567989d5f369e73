"use client";

import { lazy, Suspense } from "react";

const PageFailure = lazy(() => import("#components/shell/page-failure.tsx"));

/** A page that broke, inside the shell: the way elsewhere stays. */
export default function PortalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Suspense fallback={<p className="p-6">This page did not load.</p>}>
      <PageFailure {...props} />
    </Suspense>
  );
}
