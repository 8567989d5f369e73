"use client";

import { useCallback, useRef, useState } from "react";
import { readProblem } from "#components/transfers/upload-through-portal.ts";
import type { DirectoryPage } from "#lib/browsing/browsing.ts";

type Loaded = DirectoryPage & { isLoadingMore: boolean; loadFailure?: string };

/** The entries of a directory as far as they have been fetched; later pages come from the portal's API. */
export function useDirectory(apiUrl: string, first: DirectoryPage) {
  const [loaded, setLoaded] = useState<Loaded>({ ...first, isLoadingMore: false });
  const isBusy = useRef(false);

  const load = useCallback(
    async (continuation: string | null): Promise<string | null> => {
      isBusy.current = true;
      setLoaded((before) => ({ ...before, isLoadingMore: true, loadFailure: undefined }));
      try {
        const page = await fetchPage(apiUrl, continuation);
        setLoaded((before) => ({
          entries: continuation === null ? page.entries : [...before.entries, ...page.entries],
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

  const reload = useCallback(() => void load(null), [load]);
  return { ...loaded, hasMore: loaded.continuation !== null, loadMore, loadAll, reload };
}

async function fetchPage(apiUrl: string, continuation: string | null): Promise<DirectoryPage> {
  const query = continuation === null ? "list" : `list&continuation=${encodeURIComponent(continuation)}`;
  const reply = await fetch(`${apiUrl}?${query}`).catch(() => null);
  if (reply === null) {
    throw new Error("The connection was lost.");
  }
  if (!reply.ok) {
    throw new Error(readProblem(await reply.text()).words);
  }
  return reply.json();
}
