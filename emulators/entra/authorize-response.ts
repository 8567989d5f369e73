import { describeRefusal, type EntraRefusal, type RefusalContext } from "#emulators/entra/aadsts.ts";
import type { ReturnAddress } from "#emulators/entra/authorize-request.ts";
import { type Reply, redirectReply } from "#emulators/entra/exchange.ts";
import { markup, pageReply } from "#emulators/entra/pages/layout.ts";

/** Sends an answer to the application's redirect address in the response mode that it asked for. */
export function returnTo(address: ReturnAddress, answer: Record<string, string>): Reply {
  const fields = { ...answer, ...(address.state !== null && { state: address.state }) };
  if (address.responseMode === "form_post") return formPost(address, fields);
  const url = new URL(address.redirectUri);
  if (address.responseMode === "fragment") url.hash = new URLSearchParams(fields).toString();
  else for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return redirectReply(url.href);
}

/** Sends a refusal to the application. */
export function returnRefusal(address: ReturnAddress, refusal: EntraRefusal, context: RefusalContext): Reply {
  const { suberror, claims } = refusal.extra;
  return returnTo(address, {
    error: errorAtAuthorize(refusal),
    error_description: describeRefusal(refusal, { ...context, traceId: crypto.randomUUID() }),
    ...(suberror && { error_subcode: suberror }),
    ...(claims && { claims }),
  });
}

/** `invalid_grant` belongs to the token endpoint; at this one a missing consent and a barred person are named so. */
function errorAtAuthorize(refusal: EntraRefusal): string {
  if (refusal.error !== "invalid_grant") return refusal.error;
  return refusal.code === 65001 ? "consent_required" : "access_denied";
}

function formPost(address: ReturnAddress, fields: Record<string, string>): Reply {
  const inputs = Object.entries(fields).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );
  const main = markup`<h1>Going back to ${address.app.name}</h1>
<form method="post" action="${address.redirectUri}">${inputs}<button class="main">Continue</button></form>`;
  return pageReply({ title: "Continue", main, script: "document.forms[0].submit()" });
}
