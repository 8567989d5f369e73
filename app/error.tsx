"use client";

import { BarePage } from "#components/shell/bare-page.tsx";
import { PageFailure, type PageFailureProps } from "#components/shell/page-failure.tsx";

/** A fault that no inner boundary caught. */
export default function RootError(props: PageFailureProps) {
  return (
    <BarePage>
      <PageFailure {...props} />
    </BarePage>
  );
}
