import { Avatar } from "#components/ui/avatar.tsx";
import { formatCount } from "#components/ui/format-number.ts";

/** One onboarded organization in figures. */
export type OrganizationFigures = {
  slug: string;
  name: string;
  state: string;
  people: number;
  folders: number;
  zones: string[];
};

function figures({ people, folders, zones }: OrganizationFigures): string {
  const counted = [
    `${formatCount(people)} ${people === 1 ? "person" : "people"}`,
    `${formatCount(folders)} ${folders === 1 ? "folder" : "folders"}`,
  ];
  return [...counted, zones.join(", ")].filter(Boolean).join(" · ");
}

/** What a platform admin operates: organizations, not data. */
export function OrganizationOverview({ organizations }: { organizations: OrganizationFigures[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {organizations.map((organization) => (
        <li key={organization.slug} className="flex items-center gap-3 px-4 py-3">
          <Avatar name={organization.name} hueKey={organization.slug} isSquare />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{organization.name}</span>
            <span className="block text-sm text-muted tabular-nums">{figures(organization)}</span>
          </span>
          {organization.state !== "active" && (
            <span className="text-sm text-warning">{organization.state}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
