import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { Env } from "#lib/platform/env.ts";
import { AppError } from "#lib/platform/errors.ts";

/** How a service proves itself; the first that is set wins, without any of them the platform's managed identity. */
export type ServiceIdentity = {
  clientId: string;
  secret?: string | undefined;
  /** PEM with certificate and private key. */
  certificatePath?: string | undefined;
  /** File that Kubernetes keeps fresh (AZURE_FEDERATED_TOKEN_FILE). */
  federatedTokenPath?: string | undefined;
};

type Authority = Pick<Env, "ENTRA_TENANT_ID" | "AZURE_AUTHORITY_HOST">;

/**
 * The credential of one service identity. With AZURE_AUTHORITY_HOST set, that authority is taken at its word:
 * no instance discovery at Microsoft, which a sovereign, disconnected or local authority is not listed in.
 */
export function createServiceCredential(env: Authority, identity: ServiceIdentity): TokenCredential {
  const options =
    env.AZURE_AUTHORITY_HOST === undefined
      ? {}
      : { authorityHost: env.AZURE_AUTHORITY_HOST, disableInstanceDiscovery: true };
  const { clientId, secret, certificatePath, federatedTokenPath } = identity;
  const tenantId = env.ENTRA_TENANT_ID;
  if (certificatePath !== undefined) {
    return new ClientCertificateCredential(tenantId, clientId, { certificatePath }, options);
  }
  if (secret !== undefined) {
    return new ClientSecretCredential(tenantId, clientId, secret, options);
  }
  if (federatedTokenPath !== undefined) {
    return new WorkloadIdentityCredential({
      ...options,
      tenantId,
      clientId,
      tokenFilePath: federatedTokenPath,
    });
  }
  return new ManagedIdentityCredential({ clientId });
}

/** The web process: reads the directory, has no role on the lake. */
export function createWebCredential(
  env: Authority & Pick<Env, "ENTRA_CLIENT_ID" | "ENTRA_CLIENT_SECRET" | "ENTRA_CLIENT_CERTIFICATE_PATH">,
): TokenCredential {
  return createServiceCredential(env, {
    clientId: env.ENTRA_CLIENT_ID,
    secret: env.ENTRA_CLIENT_SECRET,
    certificatePath: env.ENTRA_CLIENT_CERTIFICATE_PATH,
  });
}

/** The worker: lake identity and the one that changes groups. */
export function createWorkerCredential(
  env: Authority & Pick<Env, "WORKER_CLIENT_ID" | "WORKER_CLIENT_SECRET">,
): TokenCredential {
  if (env.WORKER_CLIENT_ID === undefined) {
    throw new AppError(
      "configuration_invalid",
      "Set WORKER_CLIENT_ID: the worker's own application in Entra.",
    );
  }
  return createServiceCredential(env, { clientId: env.WORKER_CLIENT_ID, secret: env.WORKER_CLIENT_SECRET });
}
