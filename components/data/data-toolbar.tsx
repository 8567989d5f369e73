"use client";

import { Cable, Download, FolderPlus, NotebookText, Upload } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import type { DroppedFile } from "./dropped-files.ts";

/** What can be done here; an action that is absent is not offered. `downloadCount`: files among the selection. */
export type DataToolbarProps = {
  onUpload?: (files: DroppedFile[]) => void;
  onNewDirectory?: () => void;
  onDownload?: () => void;
  downloadCount: number;
  onOpenInNotebook?: () => void;
  onConnect?: () => void;
};

function Action({
  icon,
  label,
  onPress,
  isPrimary,
}: {
  icon: ReactNode;
  label: string;
  onPress: () => void;
  isPrimary?: boolean;
}) {
  return (
    <Button variant={isPrimary ? "primary" : "secondary"} icon={icon} onClick={onPress}>
      <span className={isPrimary ? undefined : "max-sm:sr-only"}>{label}</span>
    </Button>
  );
}

function UploadAction({ onUpload }: { onUpload: (files: DroppedFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={(event) => {
          onUpload([...(event.target.files ?? [])].map((file) => ({ file, path: file.name })));
          event.target.value = "";
        }}
      />
      <Action
        icon={<Upload aria-hidden="true" className="size-4" />}
        label="Upload"
        onPress={() => input.current?.click()}
      />
    </>
  );
}

/** The actions of a directory, in order of use; on a phone all but the main one are icons. */
export function DataToolbar(props: DataToolbarProps) {
  const { onUpload, onNewDirectory, onDownload, downloadCount, onOpenInNotebook, onConnect } = props;
  const icon = "size-4";
  return (
    <div role="toolbar" aria-label="Directory" className="flex flex-wrap gap-2">
      {onDownload && downloadCount > 0 && (
        <Action
          icon={<Download aria-hidden="true" className={icon} />}
          label={downloadCount === 1 ? "Download" : `Download ${downloadCount}`}
          onPress={onDownload}
        />
      )}
      {onUpload && <UploadAction onUpload={onUpload} />}
      {onNewDirectory && (
        <Action
          icon={<FolderPlus aria-hidden="true" className={icon} />}
          label="New directory"
          onPress={onNewDirectory}
        />
      )}
      {onConnect && (
        <Action
          icon={<Cable aria-hidden="true" className={icon} />}
          label="Connect another tool"
          onPress={onConnect}
        />
      )}
      {onOpenInNotebook && (
        <Action
          isPrimary
          icon={<NotebookText aria-hidden="true" className={icon} />}
          label="Open in notebook"
          onPress={onOpenInNotebook}
        />
      )}
    </div>
  );
}
