"use client";

import { ExternalLink, NotebookText, Play, Square } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { Button, LinkButton } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { StatusDot } from "#components/ui/status-dot.tsx";
import { type NotebookServer, serverStates } from "./notebook-server.ts";

const StopDialog = lazy(() => import("./stop-dialog.tsx"));

export type ServerListProps = {
  servers: NotebookServer[];
  now: string;
  stoppingId?: string;
  onStop: (id: string) => Promise<void> | void;
};

function Facts({ server, now }: { server: NotebookServer; now: string }) {
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-muted">
      {server.startedAt && (
        <span>
          Started <RelativeTime at={server.startedAt} now={now} />
        </span>
      )}
      {server.lastActivityAt && (
        <span>
          Last activity <RelativeTime at={server.lastActivityAt} now={now} />
        </span>
      )}
      {server.delegationUntil && (
        <span>
          Acts as {server.owner ? "its owner" : "you"}, which ends{" "}
          <RelativeTime at={server.delegationUntil} now={now} />
        </span>
      )}
      {server.failure && <span className="text-danger">{server.failure}</span>}
    </span>
  );
}

function Identity({ server }: { server: NotebookServer }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <span className="truncate font-medium">{server.name}</span>
      {server.folder && (
        <Link href={server.folder.href} className="link truncate text-sm">
          {server.folder.name}
        </Link>
      )}
      <span className="text-sm text-muted">{server.profile}</span>
      {server.owner && (
        <span className="inline-flex items-center gap-1.5 text-sm">
          <Avatar name={server.owner.name} hueKey={server.owner.address} size="sm" />
          {server.owner.name}
        </span>
      )}
    </span>
  );
}

function Actions({
  server,
  isStopping,
  onAsk,
}: {
  server: NotebookServer;
  isStopping: boolean;
  onAsk: () => void;
}) {
  const canStop = server.state === "running" || server.state === "starting";
  return (
    <span className="flex items-center gap-2 empty:hidden max-md:col-start-2 md:justify-end">
      {server.openHref && server.state === "running" && (
        <LinkButton
          href={server.openHref}
          target="_blank"
          prefetch={false}
          size="sm"
          icon={<ExternalLink aria-hidden="true" className="size-3.5" />}
        >
          Open<span className="sr-only"> {server.name} in a new tab</span>
        </LinkButton>
      )}
      {server.againHref && (server.state === "stopped" || server.state === "failed") && (
        <LinkButton
          href={server.againHref}
          prefetch={false}
          size="sm"
          icon={<Play aria-hidden="true" className="size-3.5" />}
        >
          Start again<span className="sr-only">, {server.name}</span>
        </LinkButton>
      )}
      {canStop && (
        <Button
          size="sm"
          isBusy={isStopping}
          onClick={onAsk}
          icon={<Square aria-hidden="true" className="size-3.5" />}
        >
          Stop<span className="sr-only"> {server.name}</span>
        </Button>
      )}
    </span>
  );
}

function ServerRow({
  server,
  now,
  isStopping,
  onAsk,
}: {
  server: NotebookServer;
  now: string;
  isStopping: boolean;
  onAsk: () => void;
}) {
  const { label, tone, isChanging } = serverStates[server.state];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-2 px-4 py-3 md:grid-cols-[auto_minmax(0,1fr)_6rem_10.5rem]">
      <span className="flex size-9 items-center justify-center rounded-lg bg-hover text-muted max-md:self-start">
        <NotebookText aria-hidden="true" className="size-5" />
      </span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <Identity server={server} />
        <Facts server={server} now={now} />
      </span>
      <span className="text-sm max-md:col-start-2">
        <StatusDot tone={tone} label={label} isChanging={isChanging} />
      </span>
      <Actions server={server} isStopping={isStopping} onAsk={onAsk} />
    </li>
  );
}

/** Notebook servers with their state; stopping asks first. */
export function ServerList({ servers, now, stoppingId, onStop }: ServerListProps) {
  const [asked, setAsked] = useState<NotebookServer | null>(null);
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
        {servers.map((server) => (
          <ServerRow
            key={server.id}
            server={server}
            now={now}
            isStopping={server.id === stoppingId}
            onAsk={() => setAsked(server)}
          />
        ))}
      </ul>
      <Suspense>
        {asked && (
          <StopDialog server={asked} onClose={() => setAsked(null)} onConfirm={() => void onStop(asked.id)} />
        )}
      </Suspense>
    </>
  );
}
