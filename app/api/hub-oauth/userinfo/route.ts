import { readHubAccessToken } from "#lib/notebooks/redeem-hub-code.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/** Who the Hub's access token stands for: a stable name that tells nothing, and what to call the person. */
export function GET(request: Request): Response {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const identity = token === undefined ? null : readHubAccessToken(webServices(), token);
  if (identity === null) {
    return Response.json(
      { error: "invalid_token" },
      {
        status: 401,
        headers: { "cache-control": "no-store", "www-authenticate": 'Bearer error="invalid_token"' },
      },
    );
  }
  const { hubUser, name } = identity;
  return Response.json(
    { sub: hubUser, hub_user: hubUser, name },
    { headers: { "cache-control": "no-store" } },
  );
}
