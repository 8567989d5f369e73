import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { touchDirectory } from "#emulators/entra/directory/database.ts";

/** A user object of the tenant; `homeId` and `homeTenant` are where a guest comes from. */
export type Person = {
  id: string;
  upn: string;
  mail: string;
  name: string;
  isGuest: boolean;
  isPending: boolean;
  isEnabled: boolean;
  homeId: string;
  homeTenant: string;
  appRoles: string[];
  role: string;
  sees: string;
  created: string;
  stateChanged: string | null;
  revokedMs: number;
  deleted: string | null;
};

/** What may be changed on a person from outside. */
export type PersonChange = Partial<
  Pick<
    Person,
    "name" | "mail" | "isPending" | "isEnabled" | "appRoles" | "stateChanged" | "revokedMs" | "deleted"
  >
>;

/** The tenant's people. Deleted ones are found by id only, so that refusals can be told apart. */
export type People = {
  byId: (id: string) => Person | null;
  /** By mail or user principal name, any letter case; deleted people are not found. */
  byAddress: (address: string) => Person | null;
  /** All that are not deleted, members first, in the order in which they came. */
  all: () => Person[];
  deleted: () => Person[];
  /** Adds a person unless the id is taken. */
  add: (person: Person) => void;
  change: (id: string, change: PersonChange) => void;
};

type Row = Record<string, SQLOutputValue>;

/** People kept in the directory's database. */
export function peopleIn(database: DatabaseSync): People {
  const one = (where: string, ...values: SQLInputValue[]): Person | null => {
    const row = database.prepare(`select * from people where ${where}`).get(...values);
    return row ? personOf(row) : null;
  };
  const byId = (id: string): Person | null => one("id = ?", id.toLowerCase());
  return {
    byId,
    byAddress: (address) => one("deleted is null and (mail = ? or upn = ?)", address.trim(), address.trim()),
    all: () =>
      database
        .prepare("select * from people where deleted is null order by guest, rowid")
        .all()
        .map(personOf),
    deleted: () =>
      database.prepare("select * from people where deleted is not null order by rowid").all().map(personOf),
    add: (person) => insert(database, person),
    change: (id, change) => {
      const person = byId(id);
      if (!person) return;
      update(database, { ...person, ...change });
    },
  };
}

function personOf(row: Row): Person {
  return {
    id: String(row.id),
    upn: String(row.upn),
    mail: String(row.mail),
    name: String(row.name),
    isGuest: row.guest === 1,
    isPending: row.pending === 1,
    isEnabled: row.enabled === 1,
    homeId: String(row.home_id),
    homeTenant: String(row.home_tenant),
    appRoles: String(row.app_roles).split(" ").filter(Boolean),
    role: String(row.role),
    sees: String(row.sees),
    created: String(row.created),
    stateChanged: row.state_changed === null ? null : String(row.state_changed),
    revokedMs: Number(row.revoked_ms),
    deleted: row.deleted === null ? null : String(row.deleted),
  };
}

function insert(database: DatabaseSync, person: Person): void {
  const done = database
    .prepare(
      `insert or ignore into people (id, upn, mail, name, guest, pending, enabled, home_id, home_tenant, app_roles,
       role, sees, created, state_changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      person.id.toLowerCase(),
      person.upn,
      person.mail,
      person.name,
      Number(person.isGuest),
      Number(person.isPending),
      Number(person.isEnabled),
      person.homeId,
      person.homeTenant,
      person.appRoles.join(" "),
      person.role,
      person.sees,
      person.created,
      person.stateChanged,
    );
  if (done.changes) touchDirectory(database);
}

function update(database: DatabaseSync, person: Person): void {
  database
    .prepare(
      `update people set name = ?, mail = ?, pending = ?, enabled = ?, app_roles = ?, state_changed = ?,
       revoked_ms = ?, deleted = ? where id = ?`,
    )
    .run(
      person.name,
      person.mail,
      Number(person.isPending),
      Number(person.isEnabled),
      person.appRoles.join(" "),
      person.stateChanged,
      person.revokedMs,
      person.deleted,
      person.id,
    );
  touchDirectory(database);
}
