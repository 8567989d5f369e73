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

type ActionProps = { icon: ReactNode; label: string; onPress: () => void; shows?: keyof typeof labels };

/** From which width on the label is seen; below it the icon stands alone and the label is its name. */
const labels = { always: "", wide: "max-sm:sr-only", widest: "max-2xl:sr-only" };

function Action({ icon, label, onPress, shows = "wide" }: ActionProps) {
  return (
    <Button
      variant={shows === "always" ? "primary" : "secondary"}
      icon={icon}
      onClick={onPress}
      data-tooltip={shows === "widest" ? label : undefined}
    >
      <span className={labels[shows]}>{label}</span>
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
          shows="widest"
          onPress={onConnect}
        />
      )}
      {onOpenInNotebook && (
        <Action
          shows="always"
          icon={<NotebookText aria-hidden="true" className={icon} />}
          label="Open in notebook"
          onPress={onOpenInNotebook}
        />
      )}
    </div>
  );
}
