import { contextOf, type GraphAnswer, type GraphCall } from "#emulators/graph/call.ts";
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
  const keep = filterOf(call.query.get("$filter"), listing, call.isEventual && isCounted);
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

type Keep = (entity: Entity) => boolean;

/** `a eq 'x'`, `a in ('x','y')`, `startswith(a,'x')`, joined by `and`; everything else is refused by name. */
function filterOf(filter: string | null, listing: Listing, isAdvanced: boolean): Keep {
  if (filter === null) return () => true;
  const clauses = filter.split(/ and /i).map((clause) => clauseOf(clause.trim(), listing, isAdvanced));
  return (entity) => clauses.every((keep) => keep(entity));
}

function clauseOf(clause: string, listing: Listing, isAdvanced: boolean): Keep {
  const [, name = "", word = ""] =
    /^(\w+) (eq|in) /i.exec(clause) ?? /^startswith\((\w+),/i.exec(clause) ?? [];
  const values = valuesIn(clause);
  if (!name || values.length === 0 || (word === "eq" && values.length !== 1)) {
    throw badRequest(
      `Unsupported or invalid query filter clause specified for this emulator: ${clause}`,
      "Request_UnsupportedQuery",
    );
  }
  if (listing.advanced?.includes(name) && !isAdvanced) {
    throw badRequest(
      `Unsupported Query: filter on '${name}' needs $count=true and the header ConsistencyLevel: eventual.`,
      "Request_UnsupportedQuery",
    );
  }
  const wanted = values.map((value) => value.toLowerCase());
  const textOf = (entity: Entity): string => String(entity[name] ?? "").toLowerCase();
  if (word === "") return (entity) => textOf(entity).startsWith(wanted[0] ?? "");
  return (entity) => wanted.includes(textOf(entity));
}

function valuesIn(clause: string): string[] {
  const quoted = [...clause.matchAll(/'((?:[^']|'')*)'/g)].map((match) =>
    (match[1] ?? "").replaceAll("''", "'"),
  );
  const [, word] = /^\w+ eq (true|false)$/i.exec(clause) ?? [];
  return word ? [word] : quoted;
}
