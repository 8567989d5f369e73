import { readHubTokenRequest } from "#lib/notebooks/hub-token-request.ts";
import { redeemHubCode } from "#lib/notebooks/redeem-hub-code.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { faultResponse } from "#lib/platform/problem.ts";
import { webServices } from "#lib/platform/services.ts";

export const dynamic = "force-dynamic";

/** Where the Hub's server redeems a code; answers and errors as in RFC 6749, section 5. No cookie is read here. */
export async function POST(request: Request): Promise<Response> {
  const services = webServices();
  const authorization = request.headers.get("authorization");
  const read = readHubTokenRequest({
    contentType: request.headers.get("content-type"),
    authorization,
    form: new URLSearchParams(await request.text()),
  });
  if (read === null) {
    return answer(400, { error: "invalid_request" });
  }
  try {
    const redeemed = await redeemHubCode(services, read);
    if (redeemed.ok) {
      const { accessToken, expiresInSeconds } = redeemed;
      return answer(200, { access_token: accessToken, token_type: "Bearer", expires_in: expiresInSeconds });
    }
    // RFC 6749, section 5.2: 401 names the scheme to a client that tried it.
    const isUnproven = redeemed.refusal === "invalid_client";
    const response = answer(isUnproven ? 401 : 400, { error: redeemed.refusal });
    if (isUnproven && authorization !== null) {
      response.headers.set("www-authenticate", 'Basic realm="lakeport"');
    }
    return response;
  } catch (error) {
    const correlationId = correlationIdFrom(request.headers.get(correlationHeader), services.ids);
    services.log.error({ err: error, correlationId }, "a Hub code could not be redeemed");
    return faultResponse(error, correlationId);
  }
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", pragma: "no-cache" } });
}
