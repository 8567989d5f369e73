import Link from "next/link";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";

/** The person's own folders further down, when the one above them is not theirs. */
export function OwnBelow({ folders }: { folders: GrantedFolder[] }) {
  if (folders.length === 0) {
    return null;
  }
  return (
    <section aria-label="Your folders below" className="flex w-full max-w-md flex-col gap-2">
      <h3 className="font-medium">Your folders below</h3>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {folders.map((folder) => (
          <li key={folder.url}>
            <Link href={folder.url} className="block px-3 py-2 hover:bg-hover">
              {folder.names.join(" / ")}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
