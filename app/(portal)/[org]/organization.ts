import { notFound } from "next/navigation";
import { cache } from "react";
import { requireActor } from "#app/actor.ts";
import type { AuthorizedOrganization } from "#lib/auth/actor.ts";
import { authorizeOrganization } from "#lib/auth/authorize-organization.ts";
import { webServices } from "#lib/platform/services.ts";

/** The proof that the actor may act in the organization of this address; else the same 404 as for one that is not there. */
export const requireOrganization = cache(async (slug: string): Promise<AuthorizedOrganization> => {
  const authorized = await authorizeOrganization(webServices(), await requireActor(), slug);
  return authorized.ok ? authorized.organization : notFound();
});
