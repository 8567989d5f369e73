"use client";

import { AlertDialog } from "#components/ui/alert-dialog.tsx";
import type { NotebookServer } from "./notebook-server.ts";

type Props = { server: NotebookServer; onClose: () => void; onConfirm: () => void };

/** Asks before a server is stopped. Default export because React.lazy asks for one. */
export default function StopDialog({ server, onClose, onConfirm }: Props) {
  const whose = server.owner ? `${server.owner.name}'s` : "your";
  return (
    <AlertDialog
      isOpen
      onClose={onClose}
      onConfirm={() => {
        onClose();
        onConfirm();
      }}
      title={`Stop ${server.name}?`}
      description={`Running cells end and what they hold in memory is lost. Files in ${whose} home stay. Its right to act as ${server.owner ? "them" : "you"} ends at once.`}
      confirmLabel="Stop server"
      isDangerous
    />
  );
}
