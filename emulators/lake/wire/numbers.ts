import { type Call, queryOf } from "#emulators/lake/call.ts";
import { badQuery, Refusal } from "#emulators/lake/wire/refusal.ts";

/** A positive whole number of a query, at most `max` (larger counts as max); `max` when absent. */
export function limitOf(call: Call, name: string, max: number): number {
  const text = queryOf(call, name.toLowerCase());
  if (text === undefined) return max;
  if (!/^\d{1,10}$/.test(text)) throw badQuery(name, text);
  if (Number(text) === 0)
    throw new Refusal("OutOfRangeQueryParameterValue", { details: { QueryParameterName: name } });
  return Math.min(Number(text), max);
}

export function flagOf(call: Call, name: string): boolean {
  const text = queryOf(call, name.toLowerCase())?.toLowerCase();
  if (text !== undefined && text !== "true" && text !== "false") throw badQuery(name, text);
  return text === "true";
}
