import { CircleSlash, Clock, Hourglass, Lock, type LucideIcon, Mail, SearchX, ShieldOff } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";
import { LinkButton } from "./button.tsx";
import { Statement } from "./statement.tsx";

export type RefusalKind =
  | "not-allowed"
  | "not-there"
  | "pending"
  | "busy"
  | "over-limit"
  | "firewalled"
  | "suspended"
  | "not-signed-in";
export type RefusalHelper = { name: string; address: string; role?: string };

export type RefusalProps = {
  kind: RefusalKind;
  what: string;
  why: string;
  helpers?: RefusalHelper[];
  next?: { label: string; href: string };
  back?: { label: string; href: string };
  action?: ReactNode;
  level?: 1 | 2 | 3;
  isCompact?: boolean;
};

const icons: Record<RefusalKind, LucideIcon> = {
  "not-allowed": Lock,
  "not-there": SearchX,
  pending: Hourglass,
  busy: Clock,
  "over-limit": CircleSlash,
  firewalled: ShieldOff,
  suspended: CircleSlash,
  "not-signed-in": Lock,
};

function Helpers({ helpers }: { helpers: RefusalHelper[] }) {
  return (
    <div className="flex w-full flex-col gap-2">
      <p className="font-medium text-ink">Who can help</p>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {helpers.map((helper) => (
          <li key={helper.address} className="flex items-center gap-3 px-3 py-2">
            <Avatar name={helper.name} hueKey={helper.address} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-ink">{helper.name}</span>
              <span className="block truncate text-sm">{helper.role ?? helper.address}</span>
            </span>
            <a
              href={`mailto:${helper.address}`}
              className="link inline-flex min-h-6 items-center gap-1.5 text-sm"
            >
              <Mail aria-hidden="true" className="size-4" />
              Write
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A refusal, told apart by kind: what was refused, why, who can help and the next step. */
export function Refusal({
  kind,
  what,
  why,
  helpers = [],
  next,
  back,
  action,
  level,
  isCompact,
}: RefusalProps) {
  const Icon = icons[kind];
  const actions = (
    <>
      {action}
      {next && (
        <LinkButton href={next.href} variant="primary">
          {next.label}
        </LinkButton>
      )}
      {back && <LinkButton href={back.href}>{back.label}</LinkButton>}
    </>
  );
  return (
    <Statement
      icon={<Icon aria-hidden="true" className="size-5" />}
      tone={kind === "busy" || kind === "pending" ? "warning" : "neutral"}
      title={what}
      level={level}
      isCompact={isCompact}
      actions={action || next || back ? actions : undefined}
    >
      <p>{why}</p>
      {helpers.length > 0 && <Helpers helpers={helpers} />}
    </Statement>
  );
}
