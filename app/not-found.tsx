import type { Metadata } from "next";
import { BarePage } from "#components/shell/bare-page.tsx";
import { NotThere } from "#components/shell/not-there.tsx";

export const metadata: Metadata = { title: "Not there" };

/** An address that no route answers. */
export default function NotFound() {
  return (
    <BarePage>
      <NotThere />
    </BarePage>
  );
}
