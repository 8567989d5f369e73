import { readFileSync } from "node:fs";
import { z } from "zod";
import type { People, Person } from "#emulators/entra/directory/people.ts";

const personSchema = z.object({
  address: z.string(),
  name: z.string(),
  id: z.guid(),
  homeId: z.guid(),
  guest: z.boolean(),
  pending: z.boolean().default(false),
  appRoles: z.array(z.string()).default([]),
  role: z.string(),
  sees: z.string(),
});
const fileSchema = z.object({ homeTenants: z.record(z.string(), z.guid()), people: z.array(personSchema) });

const bornAt = "2026-08-03T08:00:00Z";

/**
 * Adds the demo people of people.json that are not there yet; who is there keeps redemption, name and state.
 * `initialDomain` is the tenant's own domain, in which guests get their `#EXT#` names.
 */
export function seedPeople(people: People, initialDomain: string): void {
  const path = new URL("../people.json", import.meta.url);
  const file = fileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  for (const demo of file.people) {
    const domain = demo.address.split("@")[1] ?? "";
    const homeTenant = file.homeTenants[domain];
    if (!homeTenant) throw new Error(`people.json names no home tenant for ${domain}`);
    people.add(newPerson({ ...demo, homeTenant, initialDomain }));
  }
}

/** What a new person is made from; `initialDomain` is the tenant's. */
export type NewPerson = z.infer<typeof personSchema> & { homeTenant: string; initialDomain: string };

/** A person object as Entra would make it: a guest's UPN is the address with `_` for `@` and `#EXT#`. */
export function newPerson(input: NewPerson): Person {
  return {
    id: input.id,
    upn: input.guest ? guestUpn(input.address, input.initialDomain) : input.address,
    mail: input.address,
    name: input.name,
    isGuest: input.guest,
    isPending: input.pending,
    isEnabled: true,
    homeId: input.homeId,
    homeTenant: input.homeTenant,
    appRoles: input.appRoles,
    role: input.role,
    sees: input.sees,
    created: bornAt,
    stateChanged: input.guest ? bornAt : null,
    revokedMs: 0,
    deleted: null,
  };
}

/** The UPN of a guest in this tenant: `user_home.domain#EXT#@tenant`. */
export function guestUpn(address: string, initialDomain: string): string {
  return `${address.replace("@", "_")}#EXT#@${initialDomain}`;
}
