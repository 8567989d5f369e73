import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import { stepUpIdsIn } from "#emulators/entra/controls.ts";
import type { EntraRequest } from "#emulators/entra/exchange.ts";
import { type App, appOf, type RedirectKind, redirectKindOf } from "#emulators/entra/registration.ts";
import { checkConsent } from "#emulators/entra/scope.ts";
import type { World } from "#emulators/entra/world.ts";

const responseModes = ["query", "fragment", "form_post"] as const;
const prompts = ["none", "login", "select_account", "consent"] as const;
const understood = new Set(
  `client_id redirect_uri response_type response_mode scope state nonce prompt login_hint domain_hint code_challenge
  code_challenge_method claims client_info client-request-id clidata X-AnchorMailbox sso_reload haschrome mkt ui_locales sid pocd
  person done cancel`.split(/\s+/),
);

/** Where answers go: proved before anything else, so that every later refusal may be sent there. */
export type ReturnAddress = {
  app: App;
  redirectUri: string;
  kind: RedirectKind;
  responseMode: (typeof responseModes)[number];
  state: string | null;
};

/** An authorize request whose words all make sense for its application. */
export type AuthorizeRequest = ReturnAddress & {
  scope: string;
  nonce: string | null;
  prompt: (typeof prompts)[number] | null;
  loginHint: string | null;
  /** The `sid` claim of an earlier token: whose session is meant. */
  sessionId: string | null;
  domainHint: string | null;
  challenge: string | null;
  wantsClientInfo: boolean;
  stepUpIds: string[];
};

/** The parameters of a request by query or by form; the form's own answers (person, done, cancel) are not among them. */
export function parametersOf(request: EntraRequest): URLSearchParams {
  return new URLSearchParams([...request.query, ...request.form]);
}

/** Finds the application and its redirect address; its refusals are shown to the person, never redirected. */
export function readReturnAddress(world: World, parameters: URLSearchParams): ReturnAddress {
  const clientId = required(parameters, "client_id");
  const app = appOf(world.registrations, clientId);
  if (!app) throw new EntraRefusal(700016, { detail: `Application with identifier '${clientId}'.` });
  const redirectUri = required(parameters, "redirect_uri");
  const kind = redirectKindOf(app, redirectUri);
  if (!kind)
    throw new EntraRefusal(50011, {
      detail: `Redirect URI: '${redirectUri}'. Application: '${app.clientId}'.`,
    });
  const responseMode = oneOf(parameters, "response_mode", responseModes) ?? "query";
  return { app, redirectUri, kind, responseMode, state: parameters.get("state") };
}

/** Judges everything else; these refusals go back to the application. */
export function readAuthorizeRequest(
  world: World,
  address: ReturnAddress,
  parameters: URLSearchParams,
): AuthorizeRequest {
  for (const name of parameters.keys()) {
    if (!understood.has(name) && !/^x-(client|app|ms)-/i.test(name)) {
      throw new EntraRefusal(90023, { detail: `Not emulated: parameter ${name}` });
    }
  }
  const responseType = required(parameters, "response_type");
  if (responseType !== "code") throw new EntraRefusal(700054, { detail: `Value: ${responseType}` });
  const scope = required(parameters, "scope");
  const challenge = readChallenge(address, parameters);
  const stepUpIds = stepUpIdsIn(parameters.get("claims") ?? "{}");
  if (stepUpIds === null) throw new EntraRefusal(9002313, { detail: "The claims parameter is not JSON." });
  checkConsent(world.registrations, address.app, scope);
  return {
    ...address,
    scope,
    challenge,
    stepUpIds,
    nonce: parameters.get("nonce"),
    prompt: oneOf(parameters, "prompt", prompts),
    loginHint: parameters.get("login_hint"),
    sessionId: parameters.get("sid"),
    domainHint: parameters.get("domain_hint"),
    wantsClientInfo: parameters.get("client_info") === "1",
  };
}

function readChallenge(address: ReturnAddress, parameters: URLSearchParams): string | null {
  const challenge = parameters.get("code_challenge");
  if (challenge === null) {
    if (address.app.kind === "public" || address.kind === "spa") throw new EntraRefusal(9002325);
    return null;
  }
  if (parameters.get("code_challenge_method") !== "S256") {
    throw new EntraRefusal(90023, { detail: "Not emulated: code_challenge_method other than S256" });
  }
  if (!/^[\w-]{43}$/.test(challenge)) throw new EntraRefusal(501481, { error: "invalid_request" });
  return challenge;
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new EntraRefusal(90014, { detail: `Field: ${name}` });
  return value;
}

function oneOf<T extends string>(parameters: URLSearchParams, name: string, allowed: readonly T[]): T | null {
  const value = parameters.get(name);
  if (value === null) return null;
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw new EntraRefusal(90023, { detail: `Value of ${name}: ${value}` });
  return found;
}
