import type { GraphCall } from "#emulators/graph/call.ts";
import { entityById } from "#emulators/graph/entities.ts";
import { badRequest, notFound } from "#emulators/graph/problem.ts";

const pattern = /\/(?:directoryObjects|users|groups|servicePrincipals)(?:\/|\(')([0-9a-f-]{36})(?:'\))?$/i;

/** The object ids behind `@odata.id` references; each has to exist. */
export function referredIds(call: GraphCall, references: string[]): string[] {
  return references.map((reference) => {
    const [, id] = pattern.exec(reference) ?? [];
    if (!id) throw badRequest(`Invalid value specified for property '@odata.id': ${reference}`);
    if (!entityById(call.world, id)) throw notFound(id);
    return id.toLowerCase();
  });
}
