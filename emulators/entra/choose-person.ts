import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { AuthorizeRequest } from "#emulators/entra/authorize-request.ts";
import { browserSession } from "#emulators/entra/browser-session.ts";
import { addressOfHint } from "#emulators/entra/claims.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { EntraRequest, Reply } from "#emulators/entra/exchange.ts";
import { signInPage } from "#emulators/entra/pages/sign-in-page.ts";
import { demandActive, personAt } from "#emulators/entra/person-state.ts";
import type { World } from "#emulators/entra/world.ts";

/** Either a person, or the page that asks for one. */
export type Choice = { person: Person } | { page: Reply };

/**
 * Who signs in: the pressed button, else the hinted person, else the browser's session, else whoever is picked.
 * Unlike Entra, a hint alone signs a known person in, so that tests and links need no page; `prompt` still shows one.
 */
export function choosePerson(world: World, request: EntraRequest, wanted: AuthorizeRequest): Choice {
  const pressed = request.form.get("person");
  if (pressed !== null) return atAddress(world, { request, wanted }, pressed);
  if (wanted.prompt === "login" || wanted.prompt === "select_account")
    return page(world, { request, wanted });
  if (wanted.loginHint) return atAddress(world, { request, wanted }, addressOfHint(wanted.loginHint));
  const current = browserSession(world, request);
  const isMeant = current && (wanted.sessionId === null || wanted.sessionId === current.session.id);
  const person = isMeant ? world.people.byId(current.session.personId) : null;
  if (person) return { person };
  if (current && wanted.prompt === "none") throw new EntraRefusal(16000);
  if (wanted.prompt === "none") throw new EntraRefusal(50058);
  return page(world, { request, wanted });
}

/** The authorize request again, with the account picker and without its hints. */
export function pickAgain(request: EntraRequest): string {
  const url = new URL(actionOf(request), request.origin);
  url.searchParams.delete("login_hint");
  url.searchParams.set("prompt", "select_account");
  return url.pathname + url.search;
}

type Asked = { request: EntraRequest; wanted: AuthorizeRequest };

function atAddress(world: World, asked: Asked, address: string): Choice {
  try {
    const person = personAt(world, address);
    demandActive({ ...person, isPending: false });
    return { person };
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    if (asked.wanted.prompt === "none") throw new EntraRefusal(error.code, { error: "interaction_required" });
    return page(world, asked, error.message);
  }
}

function page(world: World, { request, wanted }: Asked, problem: string | null = null): Choice {
  const everyone = world.people.all();
  const atHome = everyone.filter((person) => person.mail.endsWith(`@${wanted.domainHint ?? ""}`));
  const people = wanted.domainHint && atHome.length > 0 ? atHome : everyone;
  return { page: signInPage({ action: actionOf(request), appName: wanted.app.name, people, problem }) };
}

/** Where the page's forms post: the same request, whose OAuth words stay in the query. */
export function actionOf(request: EntraRequest): string {
  const url = new URL(request.target, request.origin);
  for (const [name, value] of request.form) {
    if (!["person", "done", "cancel"].includes(name)) url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}
