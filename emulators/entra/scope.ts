import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { App, Registrations } from "#emulators/entra/registration.ts";
import { graphAudience, type Resource } from "#emulators/entra/resource.ts";

const oidcScopes: readonly string[] = ["openid", "profile", "email", "offline_access"];

/** One requested scope, taken apart; a `.default` asks for everything that was consented for its resource. */
type RequestedScope = { text: string; uri: string; name: string };

/** What a request's scopes come to at one resource, after consent was checked. */
export type ResolvedScope = {
  resource: Resource;
  /** The `aud` of a v1 token keeps the doubled slash that some clients send. */
  audience: string;
  /** Delegated permissions that go into `scp`. */
  granted: string[];
  /** The token response's `scope`: what was granted, plus what was asked, as clients look tokens up by it. */
  echoed: string[];
  wantsIdToken: boolean;
  wantsRefreshToken: boolean;
};

/** Reads a delegated `scope` and checks it against the application's consented permissions; one resource only. */
export function resolveDelegated(registrations: Registrations, app: App, scope: string): ResolvedScope {
  const names = scopeNames(scope);
  const requested = names.filter((name) => !oidcScopes.includes(name)).map(partsOf);
  const uris = [...new Set(requested.map((part) => trimSlashes(part.uri)))];
  if (uris.length > 1) throw new EntraRefusal(28000, { detail: `Scopes: ${scope}` });
  const first = requested[0] ?? partsOf(`${graphAudience}/.default`);
  const resource = findResource(registrations, first.uri);
  const granted = consented(app, resource, requested);
  const isGraph = resource.uri === graphAudience;
  const oidc = oidcScopes.filter((name) => names.includes(name) || (isGraph && granted.includes(name)));
  const full = granted
    .filter((name) => !oidcScopes.includes(name))
    .map((name) => (isGraph ? name : `${resource.uri}/${name}`));
  return {
    resource,
    audience:
      resource.tokenVersion === 1 && first.uri.endsWith("/") ? `${resource.audience}/` : resource.audience,
    granted: granted.filter((name) => name !== "offline_access"),
    echoed: [
      ...new Set([
        ...oidc.filter((name) => name !== "offline_access"),
        ...full,
        ...requested.map((part) => part.text),
      ]),
    ],
    wantsIdToken: names.includes("openid"),
    wantsRefreshToken: names.includes("offline_access"),
  };
}

/** Checks every resource that an authorize request names; it may name several, a token request only one. */
export function checkConsent(registrations: Registrations, app: App, scope: string): void {
  const requested = scopeNames(scope)
    .filter((name) => !oidcScopes.includes(name))
    .map(partsOf);
  for (const part of requested) consented(app, findResource(registrations, part.uri), [part]);
}

/** Reads a client-credentials `scope` (`<resource>/.default`, nothing else); answers the resource and its audience. */
export function resolveApplication(
  registrations: Registrations,
  scope: string,
): { resource: Resource; audience: string } {
  const [only, ...others] = scopeNames(scope);
  if (!only || others.length || !only.endsWith("/.default")) {
    throw new EntraRefusal(1002012, { detail: `The value is ${scope}.` });
  }
  const part = partsOf(only);
  const resource = findResource(registrations, part.uri);
  const isDoubled = resource.tokenVersion === 1 && part.uri.endsWith("/");
  return { resource, audience: isDoubled ? `${resource.audience}/` : resource.audience };
}

/** The application permissions that an administrator consented for one resource. */
export function applicationPermissions(app: App, resource: Resource): string[] {
  const listed = app.permissions.find((permission) => permission.resource === resource.uri);
  return listed?.adminConsented
    ? listed.application.filter((name) => resource.application.includes(name))
    : [];
}

function scopeNames(scope: string): string[] {
  const names = scope.split(/\s+/).filter(Boolean);
  if (names.length === 0) throw new EntraRefusal(70011, { detail: "The scope is empty." });
  return names;
}

function partsOf(text: string): RequestedScope {
  const slash = text.lastIndexOf("/");
  if (slash < 0) return { text, uri: graphAudience, name: text };
  return { text, uri: text.slice(0, slash), name: text.slice(slash + 1) };
}

function trimSlashes(uri: string): string {
  return uri.replace(/\/+$/, "");
}

/** A resource by its URI or its application id; unknown words are bad scopes, unknown URIs are absent resources. */
function findResource(registrations: Registrations, uri: string): Resource {
  const wanted = trimSlashes(uri);
  const found = registrations.resources.find(
    (resource) => resource.uri === wanted || resource.appId === wanted,
  );
  if (found) return found;
  if (!/^(https|api):\/\/|^[0-9a-f-]{36}$/i.test(wanted))
    throw new EntraRefusal(70011, { detail: `Scope prefix: ${uri}` });
  throw new EntraRefusal(500011, { detail: `The resource is named ${wanted}.` });
}

function consented(app: App, resource: Resource, requested: RequestedScope[]): string[] {
  if (resource.clientId === app.clientId) return [...resource.delegated];
  const listed = app.permissions.find((permission) => permission.resource === resource.uri);
  if (!listed || listed.delegated.length === 0) {
    throw new EntraRefusal(650057, {
      detail: `Resource value from request: ${resource.uri}. Client app: ${app.clientId}.`,
    });
  }
  const granted = listed.adminConsented ? listed.delegated : [];
  if (granted.length === 0) throw consentRequired(app, resource.uri);
  for (const { name, text } of requested) {
    if (name === ".default") continue;
    if (!resource.delegated.includes(name)) throw new EntraRefusal(650053, { detail: `Scope: ${text}` });
    if (!granted.includes(name)) throw consentRequired(app, text);
  }
  return granted;
}

function consentRequired(app: App, wanted: string): EntraRefusal {
  return new EntraRefusal(65001, {
    detail: `Application: '${app.name}', asked for: ${wanted}.`,
    suberror: "consent_required",
  });
}
