"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useCallback, useState } from "react";
import type { ConnectTool } from "#components/data/connect-dialog.tsx";
import { DataHeader, type DataLocation } from "#components/data/data-header.tsx";
import { DataLayout } from "#components/data/data-layout.tsx";
import { DataToolbar } from "#components/data/data-toolbar.tsx";
import { DirectoryEmpty } from "#components/data/directory-empty.tsx";
import { DropTarget } from "#components/data/drop-target.tsx";
import { FileList } from "#components/data/file-list.tsx";
import { entryHref, type LakeEntry } from "#components/data/lake-entry.ts";
import type { TransferSettings } from "#components/transfers/transfer.ts";
import type { DirectoryEntry, DirectoryPage } from "#lib/browsing/browsing.ts";
import type { LakePlace } from "#lib/lake/lake.ts";
import { InspectedPanel } from "./inspected-panel.tsx";
import { NewDirectory } from "./new-directory.tsx";
import { useDirectory } from "./use-directory.ts";
import { useDirectoryTransfers } from "./use-directory-transfers.ts";

const ConnectDialog = lazy(() => import("#components/data/connect-dialog.tsx"));

export type WorkspaceProps = {
  location: DataLocation;
  directoryHref: string;
  /** The directory at the portal's API; entries hang below it. */
  apiUrl: string;
  upHref: string | null;
  notebookHref: string;
  lake: LakePlace;
  canWrite: boolean;
  tools: ConnectTool[];
  transferSettings: TransferSettings;
  first: DirectoryPage;
  /** A file to show at once. */
  openName?: string;
  now: string;
};

type Dialog = "none" | "connect" | "directory";

/** A directory to work in: list, panel, dialogs, transfers. */
export function Workspace(props: WorkspaceProps) {
  const work = useWork(props);
  const { directory, transfers } = work;
  return (
    <>
      <DataLayout
        header={
          <DataHeader location={props.location} now={props.now} toolbar={<Tools {...props} {...work} />} />
        }
        list={<List {...props} {...work} />}
        panel={
          <InspectedPanel
            entry={directory.entries.find((entry) => entry.name === work.openName) ?? null}
            apiUrl={props.apiUrl}
            now={props.now}
            onDownload={transfers.download}
            onClose={() => work.setOpenName(undefined)}
          />
        }
      />
      <Dialogs {...props} {...work} />
    </>
  );
}

type Work = ReturnType<typeof useWork>;

/** What changes while somebody works here. */
function useWork(props: WorkspaceProps) {
  const directory = useDirectory(props.apiUrl, props.first);
  const transfers = useDirectoryTransfers(props, directory);
  const [dialog, setDialog] = useState<Dialog>("none");
  const [selected, setSelected] = useState<string[]>([]);
  const [openName, setOpenName] = useState(props.openName);
  return { directory, transfers, dialog, setDialog, selected, setSelected, openName, setOpenName };
}

function Tools({ canWrite, notebookHref, directory, transfers, selected, setDialog }: WorkspaceProps & Work) {
  const router = useRouter();
  const files = filesAmong(directory.entries, selected);
  return (
    <DataToolbar
      onUpload={canWrite ? transfers.upload : undefined}
      onNewDirectory={canWrite ? () => setDialog("directory") : undefined}
      onDownload={() => transfers.download(files)}
      downloadCount={files.length}
      onConnect={() => setDialog("connect")}
      onOpenInNotebook={() => router.push(notebookHref)}
    />
  );
}

function List({ location, directoryHref, upHref, canWrite, now, ...work }: WorkspaceProps & Work) {
  const router = useRouter();
  const { directory, transfers, setOpenName } = work;
  const onOpen = useCallback(
    (entry: LakeEntry) =>
      entry.kind === "file" ? setOpenName(entry.name) : router.push(entryHref(directoryHref, entry.name)),
    [router, directoryHref, setOpenName],
  );
  return (
    <DropTarget into={location.name} onFiles={canWrite ? transfers.upload : undefined}>
      <FileList
        {...directory}
        label={`Contents of ${location.name}`}
        directoryHref={directoryHref}
        onLoadMore={directory.loadMore}
        onLoadAll={directory.loadAll}
        openName={work.openName}
        onOpen={onOpen}
        onUp={upHref === null ? undefined : () => router.push(upHref)}
        onSelectionChange={work.setSelected}
        empty={<DirectoryEmpty canWrite={canWrite} />}
        now={now}
      />
    </DropTarget>
  );
}

function Dialogs({ location, tools, apiUrl, dialog, setDialog, directory }: WorkspaceProps & Work) {
  const onClose = () => setDialog("none");
  if (dialog === "directory") {
    const { entries, add } = directory;
    return (
      <NewDirectory
        into={location.name}
        apiUrl={apiUrl}
        entries={entries}
        onMade={(name) => add(newDirectory(name))}
        onClose={onClose}
      />
    );
  }
  return dialog === "connect" ? (
    <Suspense>
      <ConnectDialog folder={location.name} tools={tools} onClose={onClose} />
    </Suspense>
  ) : null;
}

function newDirectory(name: string): DirectoryEntry {
  const modifiedAt = new Date().toISOString();
  return { name, kind: "directory", sizeBytes: null, modifiedAt, isFolder: false };
}

function filesAmong(entries: LakeEntry[], selected: string[]): LakeEntry[] {
  const names = new Set(selected);
  return entries.filter((entry) => entry.kind === "file" && names.has(entry.name));
}
