import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { ConfidentialClientApplication, LogLevel, type NodeAuthOptions } from "@azure/msal-node";
import { entraEndpoints } from "#lib/auth/entra-endpoints.ts";
import { entraNetwork } from "#lib/auth/entra-network.ts";
import type { Env } from "#lib/platform/env.ts";
import { AppError } from "#lib/platform/errors.ts";

/**
 * Makes the function that makes clients. Each call gives a NEW client with an empty cache: one client serves one sealed
 * cache and is then dropped, because a shared one writes one person's refresh token into another's record.
 * No `clientCapabilities: ["cp1"]`: tokens that pass to notebooks must not live for 28 hours.
 */
export function createConfidentialClientFactory(env: Env): () => ConfidentialClientApplication {
  const auth: NodeAuthOptions = {
    clientId: env.ENTRA_CLIENT_ID,
    authority: entraEndpoints(env).authority,
    knownAuthorities: env.ENTRA_KNOWN_AUTHORITIES,
    ...(env.ENTRA_AUTHORITY_METADATA && { authorityMetadata: env.ENTRA_AUTHORITY_METADATA }),
    ...clientCredential(env),
  };
  return () =>
    new ConfidentialClientApplication({
      auth: { ...auth },
      system: {
        networkClient: entraNetwork,
        loggerOptions: {
          loggerCallback: () => undefined,
          piiLoggingEnabled: false,
          logLevel: LogLevel.Error,
        },
      },
    });
}

/** A certificate when one is set (preferred in production), else the secret. */
function clientCredential(env: Env): Pick<NodeAuthOptions, "clientSecret" | "clientCertificate"> {
  if (env.ENTRA_CLIENT_CERTIFICATE_PATH !== undefined) {
    const pem = readFileSync(env.ENTRA_CLIENT_CERTIFICATE_PATH, "utf8");
    const certificate = new X509Certificate(pem);
    return {
      clientCertificate: {
        thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
        privateKey: createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString(),
        x5c: certificate.toString(),
      },
    };
  }
  if (env.ENTRA_CLIENT_SECRET === undefined) {
    throw new AppError(
      "configuration_invalid",
      "Set ENTRA_CLIENT_CERTIFICATE_PATH or ENTRA_CLIENT_SECRET: the portal must prove itself to Entra.",
    );
  }
  return { clientSecret: env.ENTRA_CLIENT_SECRET };
}
