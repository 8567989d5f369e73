import type { Metadata } from "next";
import { Refusal } from "#components/ui/refusal.tsx";

export const metadata: Metadata = { title: "Not there" };

/** The same answer, inside the shell, for what does not exist and for what belongs to another organization. */
export default function NotFoundInPortal() {
  return (
    <Refusal
      kind="not-there"
      level={1}
      what="There is nothing at this address"
      why="It may have been moved or archived, the address may be mistyped, or it is not shared with the account you are signed in with."
      next={{ label: "Go to my folders", href: "/" }}
    />
  );
}
