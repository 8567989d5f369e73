import type { Person } from "#emulators/entra/directory/people.ts";
import type { Reply } from "#emulators/entra/exchange.ts";
import { type Html, markup, pageReply } from "#emulators/entra/pages/layout.ts";

/** What the sign-in page needs; `action` is the authorize request to go on with, `problem` a refusal to show. */
export type SignInPage = { action: string; appName: string; people: Person[]; problem: string | null };

/** The page that lists the demo people: a click on one signs in, an address typed below does the same. */
export function signInPage({ action, appName, people, problem }: SignInPage): Reply {
  const main = markup`
<h1>Pick an account</h1>
<p class="muted">to continue to ${appName} · <a href="#other">use another account</a></p>
${problem ? markup`<p class="bad" role="alert">${problem}</p>` : markup``}
<form method="post" action="${action}">
<ul class="people">${people.map(personItem)}</ul>
</form>
<h2 id="other">Use another account</h2>
<form method="post" action="${action}" class="row">
<label>Address<input name="person" type="email" autocomplete="off" required placeholder="someone@example.com"></label>
<button class="plain">Next</button>
</form>`;
  return pageReply({ title: "Sign in", main, status: problem ? 400 : 200 });
}

/** Two letters for a face. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

function personItem(person: Person): Html {
  const state = person.isEnabled ? "" : " · disabled";
  return markup`<li><button class="person" name="person" value="${person.mail}" data-person="${person.mail}">
<span class="avatar" aria-hidden="true">${initialsOf(person.name)}</span>
<span class="name">${person.name}</span>
<span class="small">${person.mail}</span>
<span class="role">${person.role || (person.isGuest ? "Guest" : "Member")}${state}</span>
<span class="small">${person.sees}</span>
</button></li>`;
}
