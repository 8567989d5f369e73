"use client";

import { useCallback, useRef, useState } from "react";
import { readProblem } from "#components/transfers/upload-through-portal.ts";
import type { DirectoryEntry, DirectoryPage } from "#lib/browsing/browsing.ts";

type Loaded = DirectoryPage & { isLoadingMore: boolean; loadFailure?: string };

/**
 * The entries of a directory as far as they have been fetched; later pages come from the portal's API. `add` shows what
 * was just put here without fetching anything again.
 */
export function useDirectory(apiUrl: string, first: DirectoryPage) {
  const [loaded, setLoaded] = useState<Loaded>({ ...first, isLoadingMore: false });
  const isBusy = useRef(false);

  const load = useCallback(
    async (continuation: string): Promise<string | null> => {
      isBusy.current = true;
      setLoaded((before) => ({ ...before, isLoadingMore: true, loadFailure: undefined }));
      try {
        const page = await fetchPage(apiUrl, continuation);
        setLoaded((before) => ({
          entries: [...before.entries, ...newAmong(page.entries, before.entries)],
          continuation: page.continuation,
          isLoadingMore: false,
        }));
        return page.continuation;
      } catch (error) {
        const loadFailure = error instanceof Error ? error.message : "The list could not be loaded.";
        setLoaded((before) => ({ ...before, isLoadingMore: false, loadFailure }));
        return null;
      } finally {
        isBusy.current = false;
      }
    },
    [apiUrl],
  );

  const loadMore = useCallback(() => {
    if (!isBusy.current && loaded.continuation !== null) {
      void load(loaded.continuation);
    }
  }, [load, loaded.continuation]);

  const loadAll = useCallback(async () => {
    let next = loaded.continuation;
    while (!isBusy.current && next !== null) {
      next = await load(next);
    }
  }, [load, loaded.continuation]);

  const add = useCallback(
    (entry: DirectoryEntry) =>
      setLoaded((before) => ({
        ...before,
        entries: [...before.entries.filter(({ name }) => name !== entry.name), entry],
      })),
    [],
  );
  return { ...loaded, hasMore: loaded.continuation !== null, loadMore, loadAll, add };
}

/** What was added here by hand may come again with its own page. */
function newAmong(entries: DirectoryEntry[], known: readonly DirectoryEntry[]): DirectoryEntry[] {
  const names = new Set(known.map((entry) => entry.name));
  return entries.filter((entry) => !names.has(entry.name));
}

async function fetchPage(apiUrl: string, continuation: string): Promise<DirectoryPage> {
  const query = `list&continuation=${encodeURIComponent(continuation)}`;
  const reply = await fetch(`${apiUrl}?${query}`).catch(() => null);
  if (reply === null) {
    throw new Error("The connection was lost.");
  }
  if (!reply.ok) {
    throw new Error(readProblem(await reply.text()).words);
  }
  return reply.json();
}
