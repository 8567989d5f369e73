import {
  type DataLakeDirectoryClient,
  type DataLakeFileClient,
  type DataLakeFileSystemClient,
  DataLakeServiceClient,
  newPipeline,
  type RequestPolicyFactory,
} from "@azure/storage-file-datalake";
import type { LakePlace, LakeToken } from "#lib/lake/lake.ts";

// The SDK's own default is four tries, four seconds apart: a page would hang for half a minute.
const retryOptions = { maxTries: 2, retryDelayInMs: 200, maxRetryDelayInMs: 1000, tryTimeoutInMs: 30_000 };

/** Where tokens come from: any TokenCredential of @azure/identity fits. */
export type LakeCredential = {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
};

/** The SDK's clients for one caller: a pipeline of its own, since its token cycler is kept per credential. */
export type LakeClients = {
  container(place: LakePlace): DataLakeFileSystemClient;
  directory(place: LakePlace): DataLakeDirectoryClient;
  file(place: LakePlace): DataLakeFileClient;
};

/** Opens the lake for one credential; every request carries the correlation id as x-ms-client-request-id. */
export function openService(url: string, credential: LakeCredential, correlationId: string): LakeClients {
  const pipeline = newPipeline(credential, { retryOptions });
  pipeline.factories.push(naming(correlationId));
  const service = new DataLakeServiceClient(url, pipeline);
  const container = (place: LakePlace) => service.getFileSystemClient(place.container);
  return {
    container,
    directory: (place) => container(place).getDirectoryClient(place.path),
    file: (place) => container(place).getFileClient(place.path),
  };
}

/** A credential that only ever hands out this one token: it cannot refresh, and asks nobody. */
export function credentialOf(token: LakeToken): LakeCredential {
  const answer = { token: token.value, expiresOnTimestamp: token.expiresAt.getTime() };
  return { getToken: async () => answer };
}

/** A lake path as it stands in a URL: every segment encoded, slashes kept. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function naming(correlationId: string): RequestPolicyFactory {
  return {
    create: (next) => ({
      sendRequest: (request) => {
        request.headers.set("x-ms-client-request-id", correlationId);
        return next.sendRequest(request);
      },
    }),
  };
}
