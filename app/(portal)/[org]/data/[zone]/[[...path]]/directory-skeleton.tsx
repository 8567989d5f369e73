import { DataHeader } from "#components/data/data-header.tsx";
import { DataLayout } from "#components/data/data-layout.tsx";
import { FileListSkeleton } from "#components/data/file-list-skeleton.tsx";
import type { Place } from "#lib/browsing/browsing.ts";
import { locationOf } from "./location-of.ts";

/** The page while the lake is asked: its head is known already, the list is not. */
export function DirectorySkeleton({ place }: { place: Place }) {
  return <DataLayout header={<DataHeader location={locationOf(place)} />} list={<FileListSkeleton />} />;
}
