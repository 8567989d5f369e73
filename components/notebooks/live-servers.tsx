"use client";

import { useEffect, useState } from "react";
import { Callout } from "#components/ui/callout.tsx";
import { notify } from "#components/ui/notify.ts";
import type { NotebookServer } from "./notebook-server.ts";
import { NotebooksEmpty } from "./notebooks-empty.tsx";
import { ServerList } from "./server-list.tsx";

/** `serversHref` answers `{servers, asOf}`; `stop` says whether the Hub confirmed it. Times are ISO 8601. */
export type LiveServersProps = {
  initial: { servers: NotebookServer[]; asOf: string };
  serversHref: string;
  stop: (serverId: string) => Promise<boolean>;
  dataHref?: string;
  isCompact?: boolean;
  /** Heading level of the empty state. */
  level?: 2 | 3;
};

const changingMs = 2_000;
const quietMs = 20_000;

function isChanging({ state }: NotebookServer): boolean {
  return state === "starting" || state === "stopping";
}

async function ask(href: string, signal: AbortSignal): Promise<LiveServersProps["initial"] | null> {
  try {
    const response = await fetch(href, { signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Asks again while somebody looks: often while a server is changing, seldom otherwise. */
function useServers({ initial, serversHref }: LiveServersProps) {
  const [shown, setShown] = useState({ ...initial, isLost: false });
  useEffect(() => setShown({ ...initial, isLost: false }), [initial]);
  const isBusy = shown.servers.some(isChanging);
  useEffect(() => {
    const leaving = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const answer = await ask(serversHref, leaving.signal);
      if (leaving.signal.aborted) return;
      setShown((before) =>
        answer === null
          ? { ...before, isLost: true }
          : { servers: answer.servers, asOf: answer.asOf, isLost: false },
      );
    };
    const timer = setInterval(() => void look(), isBusy ? changingMs : quietMs);
    const onShown = () => void look();
    document.addEventListener("visibilitychange", onShown);
    return () => {
      leaving.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onShown);
    };
  }, [serversHref, isBusy]);
  const markStopping = (id: string) =>
    setShown((before) => ({
      ...before,
      servers: before.servers.map((server) =>
        server.id === id ? { ...server, state: "stopping", openHref: null } : server,
      ),
    }));
  return { ...shown, markStopping };
}

/** Notebook servers whose state follows the Hub's. */
export function LiveServers(props: LiveServersProps) {
  const { servers, asOf, isLost, markStopping } = useServers(props);
  const stop = async (id: string) => {
    markStopping(id);
    const isConfirmed = await props.stop(id).catch(() => false);
    if (!isConfirmed) {
      notify({
        kind: "failure",
        title: "The Hub did not confirm the stop",
        detail: "The server may no longer act as you. It is stopped again in the background.",
      });
    }
  };
  return (
    <div className="flex flex-col gap-3">
      {isLost && <Callout tone="warning">The portal does not answer; this is what it said last.</Callout>}
      {servers.length === 0 ? (
        <NotebooksEmpty dataHref={props.dataHref} isCompact={props.isCompact} level={props.level} />
      ) : (
        <ServerList servers={servers} now={asOf} onStop={stop} />
      )}
    </div>
  );
}
