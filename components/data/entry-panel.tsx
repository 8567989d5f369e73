"use client";

import { Download } from "lucide-react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Preview } from "./preview.ts";
import { PreviewPane } from "./preview-pane.tsx";
import { PropertiesList, type PropertyGroup } from "./properties-list.tsx";

export type EntryPanelProps = {
  name: string;
  summary: string;
  /** Absent for directories: then the panel shows properties only. */
  preview?: Preview;
  properties: PropertyGroup[];
  now?: string;
  onRetryPreview: () => void;
  onDownload?: () => void;
  onClose: () => void;
};

/** Preview and properties of one entry, beside the list. Default export because React.lazy asks for one. */
export default function EntryPanel(props: EntryPanelProps) {
  const { name, summary, preview, properties, now, onRetryPreview, onDownload, onClose } = props;
  const details = <PropertiesList groups={properties} now={now} />;
  const toolbar = onDownload && (
    <IconButton
      label={`Download ${name}`}
      onClick={onDownload}
      icon={<Download aria-hidden="true" className="size-4" />}
    />
  );
  const tabs = [
    {
      id: "preview",
      label: "Preview",
      content: preview && <PreviewPane preview={preview} onRetry={onRetryPreview} />,
    },
    { id: "properties", label: "Properties", content: details },
  ];
  return (
    <SidePanel title={name} subtitle={summary} onClose={onClose} toolbar={toolbar}>
      {preview ? <Tabs label={name} tabs={tabs} isFilling /> : details}
    </SidePanel>
  );
}
