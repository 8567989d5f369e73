import {
  NoDirectWayError,
  TransferRefusedError,
  type TransferTarget,
} from "#components/transfers/transfer.ts";

// Any version from 2021-06-08 on knows what is used here; the recordings of the real service end at 2023-08-03.
const apiVersion = "2023-11-03";

/** A path as it stands in a URL. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** Where a file of this path below a directory lies. */
export function targetIn(directory: TransferTarget, path: string): TransferTarget {
  return {
    container: directory.container,
    path: `${directory.path}/${path}`,
    apiUrl: `${directory.apiUrl}/${encodePath(path)}`,
  };
}

/** Headers of every request to the lake. */
export function lakeHeaders(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, "x-ms-version": apiVersion };
}

/** One DFS request without a body worth watching. A network or CORS failure is NoDirectWayError. */
export async function callLake(
  url: string,
  request: { method: string; token: string; headers?: Record<string, string>; signal?: AbortSignal },
): Promise<Response> {
  try {
    return await fetch(url, {
      method: request.method,
      headers: { ...lakeHeaders(request.token), ...request.headers },
      signal: request.signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (request.signal?.aborted) {
      throw error;
    }
    throw new NoDirectWayError("The browser cannot reach the lake.", { cause: error });
  }
}

/** Throws the words for an answer that is no success. */
export function demandSuccess(answer: { status: number; code: string | null }): void {
  if (answer.status >= 200 && answer.status < 300) {
    return;
  }
  const isTaken = answer.code === "PathAlreadyExists" || answer.status === 412;
  throw new TransferRefusedError(wordsFor(answer, isTaken), { isTaken });
}

/** The same for a fetch's answer whose body nobody wants; it is read, so that the connection is free again. */
export async function demandDone(response: Response): Promise<void> {
  await response.arrayBuffer();
  demandSuccessOf(response);
}

/** The same for a fetch's answer whose body is wanted. */
export function demandSuccessOf(response: Response): void {
  demandSuccess({ status: response.status, code: response.headers.get("x-ms-error-code") });
}

function wordsFor(answer: { status: number; code: string | null }, isTaken: boolean): string {
  if (isTaken) {
    return takenWords;
  }
  switch (answer.status) {
    case 401:
      return "The lake no longer takes your sign-in. Try again.";
    case 403:
      return answer.code === "AuthorizationFailure"
        ? "The lake's firewall refuses this network."
        : "The lake refused it: you may read here, not write.";
    case 404:
      return "It is not there any more.";
    case 429:
    case 503:
      return "The lake is busy. Try again in a few seconds.";
    default:
      return `The lake answered ${answer.code ?? answer.status}.`;
  }
}

/** What a person is asked when the name is taken; "Replace" is the next try. */
export const takenWords = "A file of this name is already there. Replace it?";
