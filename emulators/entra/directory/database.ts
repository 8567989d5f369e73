import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const schema = `
create table if not exists facts (name text primary key, value text not null) strict;
create table if not exists people (
  id text primary key, upn text not null collate nocase, mail text not null collate nocase, name text not null,
  guest integer not null, pending integer not null, enabled integer not null, home_id text not null,
  home_tenant text not null, app_roles text not null, role text not null, sees text not null, created text not null,
  state_changed text, revoked_ms integer not null default 0, deleted text
) strict;
create index if not exists people_mail on people (mail);
create table if not exists groups (
  id text primary key, name text not null, nickname text not null, description text, created text not null,
  visible_ms integer not null
) strict;
create index if not exists groups_name on groups (name);
create table if not exists owners (group_id text not null, owner_id text not null, primary key (group_id, owner_id)) strict;
create table if not exists members (group_id text not null, member_id text not null, primary key (group_id, member_id)) strict;
create index if not exists members_member on members (member_id, group_id);
create table if not exists invitations (ticket text primary key, person_id text not null, redirect_url text not null) strict;
create table if not exists codes (digest text primary key, content text not null, expires_ms integer not null, used integer not null) strict;
create table if not exists refresh_tokens (digest text primary key, content text not null, person_id text not null, expires_ms integer not null) strict;
create table if not exists sessions (digest text primary key, content text not null, expires_ms integer not null) strict;
create table if not exists certificates (client_id text not null, thumbprint text not null, pem text not null, primary key (client_id, thumbprint)) strict;
insert or ignore into facts values ('version', '1');
`;

/**
 * Opens the emulator's one database file in a folder. Written ahead, so a killed process loses nothing that was
 * answered; the file is readable by its owner only because the folder is 0700.
 */
export function openDirectory(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, "directory.sqlite"));
  database.exec("pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000;");
  database.exec(schema);
  return database;
}

/** Runs `act` in one transaction; a throw undoes all of it. */
export function inTransaction<T>(database: DatabaseSync, act: () => T): T {
  database.exec("begin immediate");
  try {
    const result = act();
    database.exec("commit");
    return result;
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}

/** The directory's change counter: any change of people, groups or members makes it larger. */
export function directoryVersion(database: DatabaseSync): number {
  return Number(database.prepare("select value from facts where name = 'version'").get()?.value ?? 0);
}

/** Says that people, groups or members changed. */
export function touchDirectory(database: DatabaseSync): void {
  database.prepare("update facts set value = cast(value as integer) + 1 where name = 'version'").run();
}
