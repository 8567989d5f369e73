import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "#lib/auth/actor.ts";
import { sessionCookieName } from "#lib/auth/cookie.ts";
import { type LoadedActor, loadActor } from "#lib/auth/load-actor.ts";
import { correlationHeader, correlationIdFrom } from "#lib/platform/correlation.ts";
import { webServices } from "#lib/platform/services.ts";

/** The actor of this request's cookie, or why there is none. Asked once per request, however many ask. */
export const findActor = cache(async (): Promise<LoadedActor> => {
  const services = webServices();
  const jar = await cookies();
  const token = jar.get(sessionCookieName(services.env.PORTAL_ORIGIN))?.value;
  if (token === undefined || token === "") {
    return { ok: false, refusal: "not_signed_in" };
  }
  return loadActor(services, { token, correlationId: await correlationIdOfRequest() });
});

/** The actor of this request; whoever is not signed in goes to /sign-in and comes back to this page. */
export async function requireActor(): Promise<Actor> {
  const loaded = await findActor();
  if (loaded.ok) {
    return loaded.actor;
  }
  const query = new URLSearchParams();
  const path = (await headers()).get("x-lakeport-path");
  if (path !== null && path !== "/") {
    query.set("returnTo", path);
  }
  if (loaded.refusal !== "not_signed_in") {
    query.set("failure", loaded.refusal);
  }
  redirect(query.size === 0 ? "/sign-in" : `/sign-in?${query}`);
}

/** The id under which this request's traces are found; what pages show beside a failure and actions pass on. */
export async function correlationIdOfRequest(): Promise<string> {
  return correlationIdFrom((await headers()).get(correlationHeader), webServices().ids);
}
