import { asActor } from "#app/api-actor.ts";
import { takeSpaCode } from "#lib/auth/take-spa-code.ts";
import { problemResponse } from "#lib/platform/problem.ts";

export const dynamic = "force-dynamic";

/**
 * Hands the hybrid code to the portal's own page, once and within five minutes of sign-in. 204 when there is none: the
 * page then gets its token by popup. proxy.ts has seen to the origin; here the browser's own word is asked for as well.
 */
export function POST(request: Request): Promise<Response> {
  return asActor(request, async ({ services, actor, correlationId }) => {
    if (request.headers.get("sec-fetch-site") !== "same-origin") {
      const title = "Only the portal's own pages may have this.";
      return problemResponse({ status: 403, code: "fetch_site_foreign", title, correlationId });
    }
    const code = await takeSpaCode(services, actor);
    return code === null
      ? new Response(null, { status: 204, headers: { "cache-control": "no-store" } })
      : Response.json({ code }, { headers: { "cache-control": "no-store" } });
  });
}
