import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { findActor } from "#app/actor.ts";
import { SignInCard } from "#components/sign-in/sign-in-card.tsx";
import { localPath } from "#lib/auth/local-path.ts";
import { signInFailure } from "#lib/auth/sign-in-failure.ts";
import { isLocalCloud } from "#lib/platform/env.ts";
import { webServices } from "#lib/platform/services.ts";

export const metadata: Metadata = { title: "Sign in" };

type Query = { [name: string]: string | string[] | undefined };

/** The only public page. Whoever is signed in and was not sent here by a failure goes on to where they wanted to be. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const returnTo = localPath(one(query.returnTo));
  const code = one(query.failure);
  if (code === undefined && (await findActor()).ok) {
    redirect(returnTo);
  }
  return (
    <SignInCard
      signInHref={signInHref(returnTo)}
      failure={wordsOf(code, one(query.correlation), returnTo)}
      isLocalCloud={isLocalCloud(webServices().env)}
    />
  );
}

function wordsOf(code: string | undefined, correlationId: string | undefined, returnTo: string) {
  if (code === undefined) {
    return undefined;
  }
  const failure = signInFailure(code);
  const isSwitch = failure.code === "guest_missing" || failure.code === "not_assigned";
  return {
    what: failure.title,
    why: `${failure.happened} ${failure.next}`,
    ...(isSwitch && {
      next: { label: "Use another account", href: `${signInHref(returnTo, "select_account")}` },
    }),
    ...(failure.code === "session_ended" ? { isExpected: true } : { code: failure.code }),
    ...(correlationId !== undefined && /^[A-Za-z0-9-]{8,64}$/.test(correlationId) && { correlationId }),
  };
}

function signInHref(returnTo: string, prompt?: "select_account"): string {
  const query = new URLSearchParams({
    ...(returnTo !== "/" && { returnTo }),
    ...(prompt && { prompt }),
  });
  return query.size === 0 ? "/api/auth/sign-in" : `/api/auth/sign-in?${query}`;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
