import type { IncomingMessage } from "node:http";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import type { World } from "#emulators/entra/world.ts";
import { notEmulated } from "#emulators/shared/reply.ts";
import type { Facts } from "#emulators/shared/request-log.ts";

/** Microsoft Graph v1.0. */
export async function answerGraph(
  _world: World,
  { request }: { request: IncomingMessage; facts: Facts },
): Promise<Reply> {
  return jsonReply(501, notEmulated(`${request.method} ${request.url}`));
}
