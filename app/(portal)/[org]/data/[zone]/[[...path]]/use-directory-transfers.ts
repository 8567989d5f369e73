"use client";

import { useCallback, useEffect, useMemo } from "react";
import type { DroppedFile } from "#components/data/dropped-files.ts";
import type { LakeEntry } from "#components/data/lake-entry.ts";
import type { Arrival, TransferSettings } from "#components/transfers/transfer.ts";
import { useTransfers } from "#components/transfers/transfers-provider.tsx";
import type { DirectoryEntry } from "#lib/browsing/browsing.ts";
import type { LakePlace } from "#lib/lake/lake.ts";

type Here = {
  location: { name: string };
  directoryHref: string;
  apiUrl: string;
  lake: LakePlace;
  transferSettings: TransferSettings;
  now: string;
};

type Directory = { entries: LakeEntry[]; add: (entry: DirectoryEntry) => void };

/** Uploads into and downloads out of one directory; the shell moves them on when the person leaves it. */
export function useDirectoryTransfers(here: Here, { entries, add }: Directory) {
  const { location, directoryHref: href, apiUrl, lake, transferSettings: settings, now } = here;
  const { upload, download, onArrival } = useTransfers();
  const { container, path } = lake;
  const place = useMemo(
    () => ({ container, path, apiUrl, href, name: location.name }),
    [container, path, apiUrl, href, location.name],
  );
  useEffect(() => {
    const show = ({ into, ...arrived }: Arrival) => {
      if (into.container === container && into.path === path) {
        add(entryOf(arrived));
      }
    };
    // A page that the browser kept from earlier does not know what has arrived since it was made.
    return onArrival(show, Date.parse(now));
  }, [onArrival, container, path, now, add]);
  return {
    upload: (files: DroppedFile[]) =>
      upload({ settings, into: place, files, taken: new Set(entries.map(({ name }) => name)) }),
    download: useCallback(
      (wanted: LakeEntry[]) => {
        const files = wanted.map(({ name, sizeBytes }) => ({ name, sizeBytes: sizeBytes ?? 0 }));
        download({ settings, from: place, files });
      },
      [download, settings, place],
    ),
  };
}

/** What an arrived upload looks like in its directory: the file, or the directory in which it lies. */
function entryOf({ path, sizeBytes, atMs }: Omit<Arrival, "into">): DirectoryEntry {
  const [name = "", ...below] = path.split("/");
  const modifiedAt = new Date(atMs).toISOString();
  return below.length === 0
    ? { name, kind: "file", sizeBytes, modifiedAt, isFolder: false }
    : { name, kind: "directory", sizeBytes: null, modifiedAt, isFolder: false };
}
