import type { IncomingMessage } from "node:http";
import { certificates } from "#emulators/entra/admin/certificates.ts";
import { changeControls, demandStepUp, liftStepUps, readControls } from "#emulators/entra/admin/controls.ts";
import { transitiveGroups } from "#emulators/entra/admin/directory.ts";
import {
  addPeople,
  changePerson,
  invitationLink,
  listPeople,
  removePerson,
} from "#emulators/entra/admin/people.ts";
import type { AdminRequest } from "#emulators/entra/admin/request.ts";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import type { World } from "#emulators/entra/world.ts";
import { isAdmin } from "#emulators/shared/admin-guard.ts";
import { readText } from "#emulators/shared/reply.ts";

type AdminRoute = (world: World, request: AdminRequest) => Reply;

const routes: [string, RegExp, AdminRoute][] = [
  ["GET", /^\/people$/, listPeople],
  ["POST", /^\/people$/, addPeople],
  ["PATCH", /^\/people\/([^/]+)$/, changePerson],
  ["DELETE", /^\/people\/([^/]+)$/, removePerson],
  ["GET", /^\/people\/([^/]+)\/invitation$/, invitationLink],
  ["GET", /^\/controls$/, readControls],
  ["PATCH", /^\/controls$/, changeControls],
  ["POST", /^\/step-up$/, demandStepUp],
  ["DELETE", /^\/step-up$/, liftStepUps],
  ["POST", /^\/certificates$/, certificates],
  ["GET", /^\/directory\/transitive-groups$/, transitiveGroups],
  [
    "GET",
    /^\/requests$/,
    (world, { query }) => jsonReply(200, { requests: world.log.since(Number(query.get("since") ?? 0)) }),
  ],
  ["DELETE", /^\/requests$/, (world) => cleared(world)],
];

/** Everything under /_admin/: 404 without the admin header, as if it were not there. */
export async function answerAdmin(world: World, request: IncomingMessage): Promise<Reply> {
  if (!isAdmin(request, world.adminToken)) return notThere();
  const origin = `${"encrypted" in request.socket ? "https" : "http"}://${request.headers.host ?? "127.0.0.1"}`;
  const url = new URL(request.url ?? "/", origin);
  const path = url.pathname.slice("/_admin".length);
  for (const [method, pattern, route] of routes) {
    const match = method === request.method ? pattern.exec(path) : null;
    if (!match) continue;
    const text = await readText(request);
    const body: unknown = text ? JSON.parse(text) : {};
    const id = decodeURIComponent(match[1] ?? "");
    return route(world, {
      id,
      query: url.searchParams,
      origin,
      body,
      etag: request.headers["if-none-match"],
    });
  }
  return notThere();
}

function notThere(): Reply {
  return jsonReply(404, { error: { code: "NotFound", message: "There is nothing here." } });
}

function cleared(world: World): Reply {
  world.log.clear();
  return jsonReply(200, { requests: [] });
}
