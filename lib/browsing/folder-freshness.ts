import type { Actor } from "#lib/auth/actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import type { GrantedFolder } from "#lib/browsing/browsing.ts";
import { feltBy } from "#lib/browsing/judge-reach.ts";
import { readFreshness } from "#lib/browsing/read-freshness.ts";
import type { Services } from "#lib/platform/services.ts";

/** `on_its_way`: granted so lately that the lake need not know yet; `unknown`: there was no answer. */
export type FolderFreshness =
  | { state: "known"; newestAt: string | null }
  | { state: "on_its_way" }
  | { state: "refused" }
  | { state: "unknown" };

/** How new a granted folder's data is, by listing it with the person's own token. Never throws: Home shows the rest. */
export async function folderFreshness(
  services: Services,
  actor: Actor,
  asked: { folder: GrantedFolder; correlationId: string },
): Promise<FolderFreshness> {
  const { folder, correlationId } = asked;
  try {
    const drawn = await acquireStorageToken(services, actor);
    if (!drawn.ok) {
      return { state: "unknown" };
    }
    const session = services.lake.as(drawn.token, correlationId);
    const read = await readFreshness(session, folder, services.clock);
    if (read.ok) {
      return { state: "known", newestAt: read.value.newestAt?.toISOString() ?? null };
    }
    if (read.refusal !== "forbidden") {
      return { state: read.refusal === "absent" ? "refused" : "unknown" };
    }
    return { state: services.clock.now() < feltBy(folder.grantedAt) ? "on_its_way" : "refused" };
  } catch (error) {
    services.log.warn({ err: error, correlationId }, "a folder's freshness is not known");
    return { state: "unknown" };
  }
}
