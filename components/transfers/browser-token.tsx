"use client";

import {
  type Configuration,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
  PublicClientApplication,
} from "@azure/msal-browser";
import { MsalProvider, useMsal } from "@azure/msal-react";
import { useEffect, useState } from "react";
import { type AcquireToken, NoTokenError, type TransferSettings } from "#components/transfers/transfer.ts";

type Props = { settings: TransferSettings; onReady: (acquire: AcquireToken) => void };

/**
 * The browser's own storage token, in memory only: primed by the sign-in's hybrid code, afterwards by popup on the
 * person's click. Mounted when the first transfer starts. Default export because React.lazy asks for one.
 */
export default function BrowserToken({ settings, onReady }: Props) {
  const [instance] = useState(() => new PublicClientApplication(configurationOf(settings)));
  return (
    <MsalProvider instance={instance}>
      <TokenSource settings={settings} onReady={onReady} />
    </MsalProvider>
  );
}

function TokenSource({ settings, onReady }: Props) {
  const { instance } = useMsal();
  useEffect(() => {
    onReady(oneAtATime(() => acquire(instance, settings)));
  }, [instance, settings, onReady]);
  return null;
}

/** Three uploads that start together open one popup, not three. */
function oneAtATime(ask: AcquireToken): AcquireToken {
  let asking: Promise<string> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function acquire(instance: IPublicClientApplication, settings: TransferSettings): Promise<string> {
  await instance.initialize();
  const result = (await fromMemory(instance, settings)) ?? (await fromSignIn(instance, settings));
  const found = result ?? (await fromPopup(instance, settings));
  // A popup signs in whoever the browser knows: another person's token must never carry this person's files.
  if (found.uniqueId !== settings.person.objectId) {
    await instance.clearCache();
    throw new NoTokenError("Another account is signed in to Microsoft Entra in this browser.");
  }
  return found.accessToken;
}

async function fromMemory(instance: IPublicClientApplication, { client, person }: TransferSettings) {
  const account = instance.getAllAccounts().find((one) => one.localAccountId === person.objectId);
  if (account === undefined) {
    return null;
  }
  return instance.acquireTokenSilent({ account, scopes: [client.scope] }).catch((error: unknown) => {
    if (error instanceof InteractionRequiredAuthError) {
      return null;
    }
    throw new NoTokenError("Microsoft Entra gave the browser no token.", { cause: error });
  });
}

/** The code that the sign-in left for the browser; there is one for five minutes, once. */
async function fromSignIn(instance: IPublicClientApplication, { client }: TransferSettings) {
  const reply = await fetch("/api/auth/spa-code", { method: "POST" }).catch(() => null);
  if (reply === null || reply.status !== 200) {
    return null;
  }
  const { code } = await reply.json();
  return instance.acquireTokenByCode({ code, scopes: [client.scope] }).catch(() => null);
}

async function fromPopup(instance: IPublicClientApplication, { client, person }: TransferSettings) {
  const request = { scopes: [client.scope], loginHint: person.address, redirectUri: client.redirectUri };
  try {
    return await instance.acquireTokenPopup({ ...request, prompt: "none" });
  } catch (error) {
    if (!(error instanceof InteractionRequiredAuthError)) {
      throw new NoTokenError("The browser did not open the sign-in window.", { cause: error });
    }
  }
  return instance.acquireTokenPopup(request).catch((error: unknown) => {
    throw new NoTokenError("The sign-in window was closed or refused.", { cause: error });
  });
}

function configurationOf({ client }: TransferSettings): Configuration {
  return {
    auth: {
      clientId: client.clientId,
      authority: client.authority,
      knownAuthorities: [...client.knownAuthorities],
      ...(client.authorityMetadata !== null && { authorityMetadata: client.authorityMetadata }),
      redirectUri: client.redirectUri,
    },
    cache: { cacheLocation: "memoryStorage" },
  };
}
