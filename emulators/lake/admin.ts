import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "#emulators/lake/faults.ts";
import type { Lake } from "#emulators/lake/lake.ts";
import { loadTree, readTree } from "#emulators/lake/store/load-tree.ts";
import { isAdmin } from "#emulators/shared/admin-guard.ts";
import { notEmulated, readText, sendJson } from "#emulators/shared/reply.ts";
import type { RequestLog } from "#emulators/shared/request-log.ts";

export type Admin = { lake: Lake; log: RequestLog; faults: Faults; token: string | undefined };

/** Routes under `/_admin/`, for tests and developers; 404 without the token, as if they were not there. */
export async function serveAdmin(
  admin: Admin,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isAdmin(request, admin.token))
    return sendJson(response, 404, { body: { error: { code: "NotFound" } } });
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const route = routes[`${request.method} ${url.pathname.slice("/_admin/".length)}`];
  if (!route) return sendJson(response, 501, { body: notEmulated(`${request.method} ${url.pathname}`) });
  const text = request.method === "GET" || request.method === "DELETE" ? "" : await readText(request);
  const body: unknown = text === "" ? {} : JSON.parse(text);
  sendJson(response, 200, {
    body: await route(admin, { query: url.searchParams, body: isRecord(body) ? body : {} }),
  });
}

type Asked = { query: URLSearchParams; body: Record<string, unknown> };
type Route = (admin: Admin, asked: Asked) => unknown;

const routes: Record<string, Route> = {
  "GET log": ({ log }, { query }) => ({ lines: log.since(Number(query.get("since") ?? "0")) }),
  "DELETE log": ({ log }) => {
    log.clear();
    return {};
  },
  "GET faults": ({ faults }) => ({ rules: faults.rules() }),
  "PUT faults": ({ faults }, { body }) => {
    faults.set(Array.isArray(body.rules) ? body.rules : [], typeof body.seed === "number" ? body.seed : 1);
    return { rules: faults.rules() };
  },
  "POST load": async ({ lake }, { body }) => ({ loaded: await loadTree(lake.store, readTree(body)) }),
  "GET settings": ({ lake }) => settingsOf(lake),
  "PUT delays": ({ lake }, { body }) => {
    lake.access.setDelays(numbersIn(body));
    return settingsOf(lake);
  },
  "PUT checking": ({ lake }, { body }) => {
    lake.access.setChecking(body.isChecking !== false);
    return settingsOf(lake);
  },
  "PUT doubts": ({ lake }, { body }) => {
    lake.access.setDoubts(flagsIn(body));
    return settingsOf(lake);
  },
  "POST assignments": ({ lake }, { body }) => {
    const { roles, assignments } = lake.access.roles();
    const added = {
      principalId: String(body.principalId),
      role: String(body.role),
      scope: String(body.scope ?? "/"),
    };
    lake.access.setRoles({ roles, assignments: [...assignments, added] });
    return settingsOf(lake);
  },
  "DELETE assignments": ({ lake }, { query }) => {
    const { roles, assignments } = lake.access.roles();
    const id = query.get("principalId");
    lake.access.setRoles({
      roles,
      assignments: assignments.filter((assignment) => assignment.principalId !== id),
    });
    return settingsOf(lake);
  },
};

function settingsOf({ access }: Lake): unknown {
  return {
    isChecking: access.isChecking(),
    delays: access.delays(),
    doubts: access.doubts(),
    assignments: access.roles().assignments,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numbersIn(body: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])),
  );
}

function flagsIn(body: Record<string, unknown>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === "boolean" ? [[name, value]] : [])),
  );
}
