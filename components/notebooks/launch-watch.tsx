"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button, buttonClass, LinkButton } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { LaunchProgress } from "./launch-progress.tsx";
import { afterEvent, type FollowedLaunch, type LaunchEvent, launchBegun, stepsOf } from "./launch-steps.ts";

export type LaunchWatchProps = {
  progressHref: string;
  /** Where to start it again after a failure. */
  againHref: string;
  serversHref: string;
  /** Stops it; says whether the Hub confirmed. */
  cancel: () => Promise<boolean>;
};

const goneLaunch: FollowedLaunch = {
  ...launchBegun,
  state: "failed",
  log: ["The portal has no such notebook server of yours any more."],
};

/** Follows the stream; the browser picks a broken one up again by itself unless the portal refused it. */
function useLaunch(progressHref: string): FollowedLaunch {
  const [launch, setLaunch] = useState(launchBegun);
  useEffect(() => {
    const stream = new EventSource(progressHref);
    stream.onmessage = ({ data }) => {
      const event: LaunchEvent = JSON.parse(data);
      setLaunch((before) => afterEvent(before, event));
      if (event.state !== "starting") stream.close();
    };
    stream.onerror = () => {
      const isRefused = stream.readyState === EventSource.CLOSED;
      setLaunch((before) => (isRefused ? goneLaunch : { ...before, isLost: true }));
    };
    return () => stream.close();
  }, [progressHref]);
  return launch;
}

function useSeconds(isRunning: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return seconds;
}

function Ready({ address }: { address: string }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <Callout tone="success">The notebook server is ready; JupyterLab opens now.</Callout>
      <a href={address} className={buttonClass("primary")}>
        Open notebook
      </a>
    </div>
  );
}

function Starting({ cancel, serversHref }: Pick<LaunchWatchProps, "cancel" | "serversHref">) {
  const router = useRouter();
  const [isCancelling, startCancelling] = useTransition();
  const press = () =>
    startCancelling(async () => {
      await cancel().catch(() => false);
      router.push(serversHref);
    });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={press} isBusy={isCancelling}>
        Cancel start
      </Button>
      <span className="text-sm text-muted">You may leave this page; the start goes on.</span>
    </div>
  );
}

function Failed({ launch, againHref, serversHref }: LaunchWatchProps & { launch: FollowedLaunch }) {
  return (
    <Failure
      level={2}
      isCompact
      what="The notebook server did not start"
      detail={launch.log.at(-1) ?? "The Hub gave no reason."}
      action={
        <>
          <LinkButton href={againHref} variant="primary">
            Start again
          </LinkButton>
          <LinkButton href={serversHref}>My servers</LinkButton>
        </>
      }
    />
  );
}

/** A start as it happens. When the server is ready the browser goes on to it; going back does not lead here again. */
export function LaunchWatch(props: LaunchWatchProps) {
  const launch = useLaunch(props.progressHref);
  const seconds = useSeconds(launch.state === "starting");
  const { address } = launch;
  useEffect(() => {
    if (address !== null) window.location.replace(address);
  }, [address]);
  return (
    <div className="flex max-w-xl flex-col gap-6">
      {launch.isLost && <Callout tone="warning">The connection broke off; trying again.</Callout>}
      <LaunchProgress
        steps={stepsOf(launch, seconds === 0 ? null : seconds)}
        log={launch.log}
        {...(launch.state !== "failed" && { percent: launch.percent })}
      />
      {launch.state === "starting" && <Starting {...props} />}
      {address !== null && <Ready address={address} />}
      {launch.state === "failed" && <Failed {...props} launch={launch} />}
    </div>
  );
}
