import type { Page, Response } from "playwright-core";
import { expect } from "vitest";
import { type CastMember, principals } from "#tests/cast.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { askLakeAdmin, type LakeCall, lakeLog } from "#tests/e2e/lake-log.ts";

/** What a person at a browser causes at the lake, counted where it is made. */
export type CallsMade = {
  /** The lake's call number before the first of them. */
  since: number;
  /** Calls of the browser's own. */
  direct: number;
  /** Correlation ids of the portal's answers; its calls to the lake carry the same. */
  correlations: Set<string>;
  /** Calls that a notebook's SDKs counted. */
  notebook: number;
};

/** Starts counting at a page: what the browser asks of the lake itself, and what it asks of the portal. */
export async function countCalls(page: Page, cloud: StoryCloud): Promise<CallsMade> {
  const since = (await lakeLog(cloud)).at(-1)?.number ?? 0;
  const made: CallsMade = { since, direct: 0, correlations: new Set(), notebook: 0 };
  const lake = new URL(cloud.lake).origin;
  page.on("response", (response: Response) => {
    const { origin } = new URL(response.url());
    const correlation = response.headers()["x-correlation-id"];
    made.direct += origin === lake && response.request().method() !== "OPTIONS" ? 1 : 0;
    if (origin === cloud.portal && correlation !== undefined) {
      made.correlations.add(correlation);
    }
  });
  return made;
}

/**
 * Every call made for the person carries the person's own object id, none is missing from the lake's log, and nobody
 * else called meanwhile but the two service identities whose work it is, who opened no content.
 */
export async function expectOwnCallsOnly(
  cloud: StoryCloud,
  person: CastMember,
  made: CallsMade,
): Promise<void> {
  const calls = (await lakeLog(cloud, made.since)).filter((call) => call.operation !== "Preflight");
  const isPortals = ({ clientRequestId = "" }: LakeCall) => made.correlations.has(clientRequestId);
  const ofPortal = calls.filter(isPortals);
  const own = calls.filter((call) => call.oid === person.oid);
  expect(ofPortal.length).toBeGreaterThan(0);
  expect(
    ofPortal.filter((call) => call.oid !== person.oid).map(wordsOf),
    "calls of the portal for a person",
  ).toEqual([]);
  const services: string[] = [principals.worker, principals.pipeline];
  const others = calls.filter((call) => call.oid !== person.oid && !services.includes(call.oid ?? ""));
  expect(others.map(wordsOf), "calls of anybody else").toEqual([]);
  // The portal's are all of a person's calls that are neither the browser's nor the notebook's own.
  expect(own.filter((call) => !isPortals(call)).length, "direct and notebook calls").toBe(
    made.direct + made.notebook,
  );
  expectNoServiceReads(calls);
}

/** No service identity opened a file's content. */
export function expectNoServiceReads(calls: readonly LakeCall[]): void {
  const reads = calls.filter(
    (call) => call.idtyp === "app" && call.operation === "ReadPath" && call.verdict === "allowed",
  );
  expect(reads.map(wordsOf), "content read by a service identity").toEqual([]);
}

/** Gives a service principal a data role on the whole lake, as nobody ever should; the answer takes it back. */
export async function plantRole(cloud: StoryCloud, principalId: string): Promise<() => Promise<void>> {
  const body = { principalId, role: "Storage Blob Data Reader", scope: "/" };
  await askLakeAdmin(cloud, { method: "POST", path: "assignments", body });
  return async () => {
    await askLakeAdmin(cloud, { method: "DELETE", path: `assignments?principalId=${principalId}` });
  };
}

function wordsOf({ operation, path, oid, status }: LakeCall): string {
  return `${operation} ${path} by ${oid}: ${status}`;
}
