import type { DataLocation } from "#components/data/data-header.tsx";
import type { Place } from "#lib/browsing/browsing.ts";
import { dataUrl } from "#lib/browsing/data-url.ts";

/** The head of the page: organization, zone, then names; never the partition's suffix. */
export function locationOf(place: Place): DataLocation {
  const { organization, zone, names, reach } = place;
  const above = names.map((label, index) => ({
    label,
    href: dataUrl(organization.slug, zone.name, names.slice(0, index + 1)),
  }));
  return {
    name: names.at(-1) ?? zone.title,
    zone: zone.name,
    crumbs: [
      { label: organization.name, href: `/${organization.slug}/data` },
      { label: zone.title, href: dataUrl(organization.slug, zone.name, []) },
      ...above,
    ],
    level: reach?.level ?? null,
    until: reach?.expiresAt?.toISOString() ?? null,
  };
}
