import { contextOf, type GraphAnswer, type GraphCall } from "#emulators/graph/call.ts";
import { filterOf } from "#emulators/graph/filter.ts";
import { badRequest } from "#emulators/graph/problem.ts";

const pageSizeDefault = 100;
const pageSizeMax = 999;

/** A directory object with every property that this emulator knows. */
export type Entity = Record<string, unknown> & { id: string };

/** How a kind of object is listed: its name in `@odata.context`, its default properties, filters that need `eventual`. */
export type Listing = { context: string; defaults: readonly string[]; advanced?: readonly string[] };

/** One object with `$select` applied. */
export function entityAnswer(call: GraphCall, entity: Entity, listing: Listing): GraphAnswer {
  const context = contextOf(call, `${listing.context}/$entity`);
  return { status: 200, body: { "@odata.context": context, ...selected(call, entity, listing) } };
}

/** A page of objects with `$filter`, `$select`, `$top`, `$count` and `@odata.nextLink`; ordered by id. */
export function listAnswer(call: GraphCall, entities: Entity[], listing: Listing): GraphAnswer {
  const isCounted = call.query.get("$count") === "true";
  const keep = filterOf(call.query.get("$filter"), listing.advanced ?? [], call.isEventual && isCounted);
  const found = entities.filter(keep).sort((a, b) => (a.id < b.id ? -1 : 1));
  const size = pageSize(call);
  const after = call.query.get("$skiptoken");
  const rest = after ? found.filter((entity) => entity.id > after) : found;
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const hasMore = rest.length > size && last !== undefined;
  return {
    status: 200,
    body: {
      "@odata.context": contextOf(call, listing.context),
      ...(isCounted && call.isEventual && { "@odata.count": found.length }),
      ...(hasMore && { "@odata.nextLink": nextLink(call, last.id) }),
      value: page.map((entity) => selected(call, entity, listing)),
    },
  };
}

function selected(call: GraphCall, entity: Entity, listing: Listing): Record<string, unknown> {
  const wanted =
    call.query
      .get("$select")
      ?.split(",")
      .map((name) => name.trim()) ?? listing.defaults;
  const unknown = wanted.find((name) => !(name in entity));
  if (unknown !== undefined && call.query.has("$select") && !listing.context.startsWith("directoryObjects")) {
    throw badRequest(
      `Could not find a property named '${unknown}' on type 'microsoft.graph.${listing.context.replace(/s$/, "")}'.`,
      "BadRequest",
    );
  }
  const type = entity["@odata.type"];
  const chosen = wanted.filter((name) => name in entity).map((name) => [name, entity[name]]);
  return {
    ...(type !== undefined && listing.context.startsWith("directoryObjects") && { "@odata.type": type }),
    ...Object.fromEntries(chosen),
  };
}

function pageSize(call: GraphCall): number {
  const top = call.query.get("$top");
  if (top === null) return pageSizeDefault;
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1 || size > pageSizeMax)
    throw badRequest(
      `Invalid page size specified: '${top}'. Must be between 1 and ${pageSizeMax} inclusive.`,
    );
  return size;
}

function nextLink(call: GraphCall, after: string): string {
  const query = new URLSearchParams(call.query);
  query.set("$skiptoken", after);
  return `${call.origin}/v1.0${call.path}?${query}`;
}
