import type { Metadata } from "next";
import { NotThere } from "#components/shell/not-there.tsx";

export const metadata: Metadata = { title: "Not there" };

/** Inside the shell, the same answer for what does not exist and for what belongs to another organization. */
export default function NotFoundInPortal() {
  return <NotThere />;
}
