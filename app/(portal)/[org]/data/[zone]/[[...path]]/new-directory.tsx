"use client";

import { lazy, Suspense, useState } from "react";
import type { LakeEntry } from "#components/data/lake-entry.ts";
import { readProblem } from "#components/transfers/upload-through-portal.ts";

const NewDirectoryDialog = lazy(() => import("#components/data/new-directory-dialog.tsx"));

type Props = {
  into: string;
  /** The directory at the portal's API. */
  apiUrl: string;
  entries: LakeEntry[];
  onMade: (name: string) => void;
  onClose: () => void;
};

/** Makes a plain directory here; what the lake refuses stands beside the name. */
export function NewDirectory({ into, apiUrl, entries, onMade, onClose }: Props) {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const create = async (name: string) => {
    setBusy(true);
    const refused = await make(`${apiUrl}/${encodeURIComponent(name)}`);
    setBusy(false);
    setRefusal(refused);
    if (refused === undefined) {
      onMade(name);
      onClose();
    }
  };
  return (
    <Suspense>
      <NewDirectoryDialog
        into={into}
        taken={new Set(entries.map((entry) => entry.name))}
        isBusy={isBusy}
        refusal={refusal}
        onClose={onClose}
        onCreate={(name) => void create(name)}
      />
    </Suspense>
  );
}

async function make(url: string): Promise<string | undefined> {
  const reply = await fetch(`${url}?directory`, { method: "POST" }).catch(() => null);
  if (reply === null) {
    return "The connection was lost.";
  }
  return reply.ok ? undefined : readProblem(await reply.text()).words;
}
