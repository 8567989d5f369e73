import { Building2, FolderKey } from "lucide-react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Refusal, type RefusalHelper } from "#components/ui/refusal.tsx";

/** Signed in, but no organization has invited this person: what to do, and which address to name when asking. */
export function NoOrganization({ address, switchHref }: { address: string; switchHref: string }) {
  return (
    <Refusal
      kind="pending"
      what="No organization has invited you yet"
      why={`You are signed in as ${address}. Lakeport shows what an organization shares with exactly this address. Ask your contact there to invite it; what they share appears here by itself.`}
      action={<CopyButton text={address} label="Copy my address" isLabelled />}
      back={{ label: "Wrong account? Switch", href: switchHref }}
    />
  );
}

/** Member of an organization, but nothing is granted yet: who can grant it. */
export function NoFolders({ organization, admins }: { organization: string; admins: RefusalHelper[] }) {
  if (admins.length === 0) {
    return (
      <EmptyState
        icon={<FolderKey aria-hidden="true" className="size-5" />}
        title="No folder is shared with you yet"
      >
        <p>{organization} has no admin yet. As soon as one grants you a folder, it appears here.</p>
      </EmptyState>
    );
  }
  return (
    <Refusal
      kind="not-allowed"
      what="No folder is shared with you yet"
      why={`You belong to ${organization}. An admin there grants folders; ask for the one you need.`}
      helpers={admins}
    />
  );
}

/** An admin of an organization to whom nothing is granted: the role opens no data by itself. */
export function AdminWithoutFolders({ organization }: { organization: string }) {
  return (
    <EmptyState
      icon={<FolderKey aria-hidden="true" className="size-5" />}
      title="No folder is granted to you"
    >
      <p>
        You administer {organization}. That lets you decide who reads which folder; it opens no data by
        itself. A folder that you or another admin grants to you appears here.
      </p>
    </EmptyState>
  );
}

/** A new installation, seen by the platform admin: what to do first. */
export function NoOrganizationsAtAll() {
  return (
    <EmptyState
      icon={<Building2 aria-hidden="true" className="size-5" />}
      title="No organization is onboarded yet"
    >
      <p>
        An organization owns a partition in each zone of the lake. Onboard the first one, then invite its
        people and grant them folders: they land here with exactly those.
      </p>
    </EmptyState>
  );
}
