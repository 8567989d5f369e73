import type { EntraRefusal, RefusalContext } from "#emulators/entra/aadsts.ts";
import type { Reply } from "#emulators/entra/exchange.ts";
import { markup, pageReply } from "#emulators/entra/pages/layout.ts";

/** A refusal that must not go back to the application (unknown client, unregistered address), shown here. */
export function refusalPage(refusal: EntraRefusal, context: RefusalContext): Reply {
  const main = markup`
<h1>Sign-in was refused</h1>
<p role="alert">${refusal.message}</p>
<dl><dt>Code</dt><dd>AADSTS${String(refusal.code)}</dd>
<dt>Correlation id</dt><dd>${context.correlationId}</dd>
<dt>Time</dt><dd>${new Date(context.nowMs).toISOString()}</dd></dl>`;
  return pageReply({ title: "Sign-in was refused", main, status: 400 });
}

/** A short page with one sentence, as after signing out. */
export function sentencePage(title: string, sentence: string, status = 200): Reply {
  return pageReply({ title, main: markup`<h1>${title}</h1><p>${sentence}</p>`, status });
}
