import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import { AppError } from "#lib/platform/errors.ts";

/** A row lock may be held while Entra answers, so the wait is bounded well below a transaction's own limit. */
const answerWithinMs = 10_000;

/** How MSAL reaches Entra: `fetch` with a deadline; an Entra that does not answer is a fault, not a refusal. */
export const entraNetwork: INetworkModule = {
  sendGetRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>("GET", url, options),
  sendPostRequestAsync: <T>(url: string, options?: NetworkRequestOptions) => send<T>("POST", url, options),
};

async function send<T>(
  method: "GET" | "POST",
  url: string,
  options?: NetworkRequestOptions,
): Promise<NetworkResponse<T>> {
  try {
    const response = await fetch(url, {
      method,
      headers: options?.headers ?? {},
      body: options?.body ?? null,
      redirect: "error",
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const body = (await response.json()) as T;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    throw new AppError("token_unavailable", "Entra did not answer.", { cause: error });
  }
}
