import type { NavigationGroup } from "#components/shell/navigation.ts";
import type { PaletteItem } from "#components/shell/palette.tsx";
import type { Actor } from "#lib/auth/actor.ts";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";

/** The navigation: Home, and for each organization what can be done there. */
export function navigationOf(actor: Actor): NavigationGroup[] {
  return [
    { items: [{ label: "Home", href: "/", icon: "home" }] },
    ...actor.memberships.map(({ slug, name }) => ({
      label: name,
      organization: slug,
      items: [
        { label: "Data", href: `/${slug}/data`, icon: "data" as const },
        { label: "Notebooks", href: `/${slug}/notebooks`, icon: "notebooks" as const },
      ],
    })),
  ];
}

/** What the palette finds: the granted folders first, then the pages. */
export function paletteOf(actor: Actor, folders: readonly GrantedFolder[]): PaletteItem[] {
  const pages = actor.memberships.flatMap(({ slug, name }) => [
    { id: `data:${slug}`, label: "Data", hint: name, href: `/${slug}/data`, keywords: [slug] },
    { id: `notebooks:${slug}`, label: "Notebooks", hint: name, href: `/${slug}/notebooks`, keywords: [slug] },
  ]);
  const account = [
    { id: "switch", label: "Use another account", href: "/auth/switch", keywords: ["switch", "person"] },
    { id: "sign-out", label: "Sign out", href: "/sign-out", keywords: ["log out"] },
  ];
  return [
    ...folders.map((folder) => ({
      id: `folder:${folder.zone}/${folder.path}`,
      group: "My folders",
      label: folder.name,
      hint: [folder.organization.name, folder.zone, ...folder.names.slice(0, -1)].join(" / "),
      href: folder.url,
      keywords: [...folder.names],
    })),
    ...[{ id: "home", label: "Home", href: "/" }, ...pages].map((page) => ({ ...page, group: "Pages" })),
    ...account.map((page) => ({ ...page, group: "Account" })),
  ];
}

/** The person's part here, in a few words. */
export function roleOf(actor: Actor): string {
  const [first, ...rest] = actor.memberships;
  if (actor.isPlatformAdmin) {
    return "Platform admin";
  }
  if (first === undefined) {
    return "In no organization yet";
  }
  if (rest.length > 0) {
    return `In ${actor.memberships.length} organizations`;
  }
  return `${first.orgRole === "admin" ? "Admin" : "Member"} of ${first.name}`;
}
