import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import {
  type AuthorizeRequest,
  parametersOf,
  type ReturnAddress,
  readAuthorizeRequest,
  readReturnAddress,
} from "#emulators/entra/authorize-request.ts";
import { returnRefusal, returnTo } from "#emulators/entra/authorize-response.ts";
import { browserSession, cookieFor } from "#emulators/entra/browser-session.ts";
import { choosePerson } from "#emulators/entra/choose-person.ts";
import { clientInfoOf } from "#emulators/entra/claims.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import { correlationIdOf, type EntraRequest, headerOf, type Reply } from "#emulators/entra/exchange.ts";
import { nextStep } from "#emulators/entra/next-step.ts";
import { refusalPage, sentencePage } from "#emulators/entra/pages/refusal-page.ts";
import { demandActive, demandAssignment } from "#emulators/entra/person-state.ts";
import type { EntraSession } from "#emulators/entra/session-store.ts";
import type { World } from "#emulators/entra/world.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** GET and POST /{tenant}/oauth2/v2.0/authorize: a page, a code at the redirect address, or a refusal at either. */
export function answerAuthorize(world: World, request: EntraRequest, facts: Facts): Reply {
  const origin = headerOf(request, "origin");
  if (request.form.has("person") && origin !== null && origin !== request.origin) {
    return sentencePage("Not from here", "A sign-in form is taken only from this emulator's own page.", 403);
  }
  const context = { nowMs: world.now(), correlationId: correlationIdOf(request) };
  const parameters = parametersOf(request);
  facts.clientId = parameters.get("client_id");
  let address: ReturnAddress | null = null;
  try {
    address = readReturnAddress(world, parameters);
    return proceed(world, { request, wanted: readAuthorizeRequest(world, address, parameters), facts });
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    facts.refusal = error.code;
    return address ? returnRefusal(address, error, context) : refusalPage(error, context);
  }
}

type Attempt = { request: EntraRequest; wanted: AuthorizeRequest; facts: Facts };

function proceed(world: World, attempt: Attempt): Reply {
  const { request, wanted, facts } = attempt;
  if (request.form.has("cancel")) throw new EntraRefusal(65004);
  const choice = choosePerson(world, request, wanted);
  if ("page" in choice) return choice.page;
  facts.oid = choice.person.id;
  const step = nextStep(world, attempt, choice);
  if (step) return step;
  const person = accepted(world, choice.person);
  demandActive(person);
  demandAssignment(wanted.app, person);
  const { session, cookie } = enter(world, attempt, person);
  const reply = returnTo(wanted, {
    code: codeFor(world, wanted, session),
    ...(wanted.wantsClientInfo && { client_info: clientInfoOf(person) }),
    session_state: session.id,
  });
  return { ...reply, headers: { ...reply.headers, "set-cookie": cookie } };
}

/** A guest who came through the redemption step has accepted the invitation. */
function accepted(world: World, person: Person): Person {
  if (!person.isPending) return person;
  const stateChanged = new Date(world.now()).toISOString();
  world.people.change(person.id, { isPending: false, stateChanged });
  return { ...person, isPending: false, stateChanged };
}

function enter(world: World, attempt: Attempt, person: Person): { session: EntraSession; cookie: string } {
  const { request, wanted } = attempt;
  const current = browserSession(world, request);
  const satisfied = request.form.getAll("done").includes("step-up") ? wanted.stepUpIds : [];
  if (current && current.session.personId === person.id && wanted.prompt !== "login") {
    const session = {
      ...current.session,
      satisfied: [...new Set([...current.session.satisfied, ...satisfied])],
    };
    world.sessions.change(current.cookie, session);
    return { session, cookie: cookieFor(world, current.cookie) };
  }
  if (current) world.sessions.end(current.cookie);
  const opened = world.sessions.open({ personId: person.id, signedInMs: world.now(), satisfied });
  return { session: opened.session, cookie: cookieFor(world, opened.cookie) };
}

function codeFor(world: World, wanted: AuthorizeRequest, session: EntraSession): string {
  const { app, redirectUri, kind, scope, nonce, challenge } = wanted;
  const { id: sessionId, personId, signedInMs, satisfied } = session;
  const signIn = { clientId: app.clientId, personId, kind, sessionId, signedInMs, satisfied };
  return world.grants.issueCode({ ...signIn, redirectUri, scope, nonce, challenge });
}
