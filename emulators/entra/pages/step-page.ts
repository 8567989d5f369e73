import type { Person } from "#emulators/entra/directory/people.ts";
import type { Reply } from "#emulators/entra/exchange.ts";
import { type Html, markup, pageReply } from "#emulators/entra/pages/layout.ts";

/** A step between choosing a person and going back to the application. */
export type Step = "redeem" | "step-up" | "consent";

/** What a step's page needs: where it posts, who it is about, what was done before, and where "not me" leads. */
export type StepPage = {
  step: Step;
  action: string;
  person: Person;
  done: string[];
  elsewhere: string | null;
  tenantName: string;
  appName: string;
  asked: string[];
};

/** One question with a yes and a no: accept an invitation, confirm a second factor, or consent to an application. */
export function stepPage(page: StepPage): Reply {
  const words = wording(page);
  const done = page.done.map((value) => markup`<input type="hidden" name="done" value="${value}">`);
  const main = markup`
<h1>${words.title}</h1>
<p class="muted">${page.person.name} · ${page.person.mail}</p>
${words.body}
<form method="post" action="${page.action}" class="row">
<input type="hidden" name="person" value="${page.person.mail}">${done}
<button class="main" name="done" value="${page.step}">${words.yes}</button>
<button class="plain" name="cancel" value="${page.step}">Cancel</button>
</form>
${page.elsewhere ? markup`<p><br><a href="${page.elsewhere}">Not ${page.person.name}? Use another account</a></p>` : markup``}`;
  return pageReply({ title: words.title, main });
}

function wording(page: StepPage): { title: string; body: Html; yes: string } {
  const { tenantName, appName, asked } = page;
  if (page.step === "redeem") {
    const body = markup`<p>You were invited as a guest. If you accept, ${tenantName} can read your name and address, and you
can sign in to the applications that it shares with you.</p>`;
    return { title: `Accept the invitation of ${tenantName}`, body, yes: "Accept" };
  }
  if (page.step === "step-up") {
    const body = markup`<p>${tenantName} asks for a second proof before ${appName} may go on. In this stand-in one press is
the second factor.</p>`;
    return { title: "Confirm that it is you", body, yes: "It is me" };
  }
  const body = markup`<p>${appName} asks for:</p><ul>${asked.map((scope) => markup`<li>${scope}</li>`)}</ul>`;
  return { title: "Permissions requested", body, yes: "Accept" };
}
