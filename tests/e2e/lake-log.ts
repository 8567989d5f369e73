import { expect } from "vitest";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";

/** One call as the lake logged it. */
export type LakeCall = {
  number: number;
  method: string;
  path: string;
  status: number;
  operation?: string;
  /** Object id of the caller's token, and whether it was a person's or an application's own. */
  oid?: string;
  idtyp?: "user" | "app";
  verdict?: "allowed" | "denied" | "refused";
  decidedBy?: string;
  clientRequestId?: string;
};

/** The lake's own log after a call's number (0: all that it keeps). */
export async function lakeLog(cloud: StoryCloud, since = 0): Promise<LakeCall[]> {
  const response = await askLakeAdmin(cloud, { path: `log?since=${since}` });
  return (response as { lines: LakeCall[] }).lines;
}

/** One request to the lake's admin endpoint. */
export async function askLakeAdmin(
  cloud: StoryCloud,
  ask: { method?: "GET" | "PUT" | "POST" | "DELETE"; path: string; body?: unknown },
): Promise<unknown> {
  const response = await fetch(new URL(`/_admin/${ask.path}`, cloud.lake), {
    method: ask.method ?? "GET",
    headers: { "x-lakeport-admin": cloud.adminToken, "content-type": "application/json" },
    body: ask.body === undefined ? undefined : JSON.stringify(ask.body),
  });
  expect(response.status).toBe(200);
  return response.json();
}
