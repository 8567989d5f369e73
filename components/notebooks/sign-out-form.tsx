import { Button, LinkButton } from "#components/ui/button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { RunningServer } from "./sign-out-dialog.tsx";

type Props = { action: string; servers: RunningServer[]; backHref: string; now: string };

function Servers({ servers, now }: Pick<Props, "servers" | "now">) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {servers.map((server) => (
        <li key={server.id} className="px-4 py-3">
          <span className="font-medium">{server.name}</span>{" "}
          <span className="text-sm text-muted">
            in {server.folder}
            {server.delegationUntil && (
              <>
                , acts as you, which ends <RelativeTime at={server.delegationUntil} now={now} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Signing out as a page of its own: what becomes of running notebooks is asked here when no dialog asked it. */
export function SignOutForm({ action, servers, backHref, now }: Props) {
  const isRunning = servers.length > 0;
  return (
    <form method="post" action={action} className="flex max-w-xl flex-col gap-6">
      <input type="hidden" name="scope" value="here" />
      {isRunning && <Servers servers={servers} now={now} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" name="notebooks" value={isRunning ? "stop" : "leave"}>
          {isRunning ? "Stop them and sign out" : "Sign out"}
        </Button>
        {isRunning && (
          <Button type="submit" name="notebooks" value="leave">
            Leave them running and sign out
          </Button>
        )}
        <LinkButton href={backHref} variant="ghost">
          Stay
        </LinkButton>
      </div>
    </form>
  );
}
