import { cache } from "react";
import { requireActor } from "#app/actor.ts";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { listGrantedFolders } from "#lib/browsing/queries.ts";
import { webServices } from "#lib/platform/services.ts";

/** The actor's granted folders: shell and page ask for them in the same request, the database is asked once. */
export const grantedFolders = cache(
  async (): Promise<GrantedFolder[]> => listGrantedFolders(webServices(), await requireActor()),
);
