import { badRequest } from "#emulators/graph/problem.ts";

/** Whether an object passes a filter. */
export type Keep = (entity: Record<string, unknown>) => boolean;

/**
 * Reads `$filter`: `a eq 'x'`, `a eq true`, `a in ('x','y')`, `startswith(a,'x')`, joined by `and` and `or` without
 * brackets; everything else is refused by name. `advanced` properties need an eventual reader that counts.
 */
export function filterOf(filter: string | null, advanced: readonly string[], isAdvanced: boolean): Keep {
  if (filter === null) return () => true;
  const alternatives = splitOutsideQuotes(filter, "or").map((alternative) =>
    splitOutsideQuotes(alternative, "and").map((clause) => {
      const { name, keep } = readClause(clause.trim());
      if (advanced.includes(name) && !isAdvanced) throw needsEventual(name);
      return keep;
    }),
  );
  return (entity) => alternatives.some((clauses) => clauses.every((keep) => keep(entity)));
}

const literal = "'(?:[^']|'')*'";
const patterns = {
  equal: new RegExp(`^(\\w+) eq (${literal}|true|false|null)$`, "i"),
  oneOf: new RegExp(`^(\\w+) in ?\\((${literal}(?:, ?${literal})*)\\)$`, "i"),
  start: new RegExp(`^startswith\\((\\w+), ?(${literal})\\)$`, "i"),
};

function readClause(clause: string): { name: string; keep: Keep } {
  for (const [kind, pattern] of Object.entries(patterns)) {
    const [, name, text] = pattern.exec(clause) ?? [];
    if (name === undefined || text === undefined) continue;
    const wanted = valuesIn(text);
    if (kind !== "start") return { name, keep: (entity) => wanted.includes(textOf(entity[name])) };
    return { name, keep: (entity) => textOf(entity[name]).startsWith(wanted[0] ?? "") };
  }
  const message = `Unsupported or invalid query filter clause specified for this emulator: ${clause}`;
  throw badRequest(message, "Request_UnsupportedQuery");
}

/** The directory compares text without letter case. */
function textOf(value: unknown): string {
  return String(value).toLowerCase();
}

function valuesIn(text: string): string[] {
  if (!text.startsWith("'")) return [text.toLowerCase()];
  return [...text.matchAll(/'((?:[^']|'')*)'/g)].map((match) =>
    (match[1] ?? "").replaceAll("''", "'").toLowerCase(),
  );
}

function splitOutsideQuotes(text: string, word: "and" | "or"): string[] {
  return text.split(new RegExp(` ${word} (?=(?:[^']*'[^']*')*[^']*$)`, "i"));
}

function needsEventual(name: string) {
  const message = `Unsupported Query: filter on '${name}' needs $count=true and the header ConsistencyLevel: eventual.`;
  return badRequest(message, "Request_UnsupportedQuery");
}
