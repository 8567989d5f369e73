"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { LakeEntry } from "#components/data/lake-entry.ts";
import type { Preview } from "#components/data/preview.ts";
import type { PropertyGroup } from "#components/data/properties-list.tsx";
import { readProblem } from "#components/transfers/upload-through-portal.ts";
import type { Inspected } from "#lib/browsing/preview-entry.ts";
import { groupsOf, knownGroups, shownPreview } from "./shown-preview.ts";

type Shown = { preview: Preview; properties: PropertyGroup[] };

/** Preview and properties of the file that is open beside the list; `retry` asks once more. */
export function useInspected(entry: LakeEntry | null, entryApiUrl: string) {
  const [shown, setShown] = useState<Shown | null>(null);
  const asking = useRef<AbortController>(undefined);
  const ask = useCallback(() => {
    asking.current?.abort();
    if (entry === null) {
      return setShown(null);
    }
    const stop = new AbortController();
    asking.current = stop;
    setShown({ preview: { state: "loading" }, properties: knownGroups(entry) });
    inspect(entry, entryApiUrl, stop.signal).then(
      (found) => stop.signal.aborted || setShown(found),
      () => undefined,
    );
  }, [entry, entryApiUrl]);
  useEffect(() => {
    ask();
    return () => asking.current?.abort();
  }, [ask]);
  return { shown, retry: ask };
}

async function inspect(entry: LakeEntry, apiUrl: string, signal: AbortSignal): Promise<Shown> {
  const reply = await fetch(`${apiUrl}?preview`, { signal }).catch((error: unknown) => {
    if (signal.aborted) {
      throw error;
    }
    return null;
  });
  const properties = knownGroups(entry);
  if (reply === null) {
    const detail = "The connection was lost.";
    return { preview: { state: "failed", what: "No preview", detail }, properties };
  }
  if (!reply.ok) {
    const { words, correlationId } = readProblem(await reply.text());
    const preview: Preview = { state: "failed", what: "No preview", detail: words, correlationId };
    return { preview, properties };
  }
  const { detail, preview }: Inspected = await reply.json();
  return {
    properties: groupsOf(detail),
    preview: shownPreview(preview, { apiUrl, name: entry.name }),
  };
}
