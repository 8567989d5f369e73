import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { inTransaction, touchDirectory } from "#emulators/entra/directory/database.ts";

/** A security group; before `visibleMs` Graph answers as if it were not there (replication delay). */
export type Group = {
  id: string;
  name: string;
  nickname: string;
  description: string | null;
  created: string;
  visibleMs: number;
};

/** The tenant's security groups, their owners and their members (people, service principals, groups). */
export type Groups = {
  byId: (id: string) => Group | null;
  all: () => Group[];
  byName: (name: string) => Group[];
  add: (group: Group, ownerIds: string[], memberIds: string[]) => void;
  remove: (id: string) => void;
  owners: (groupId: string) => string[];
  members: (groupId: string) => string[];
  /** Answers false when the object is a member already. */
  addMember: (groupId: string, memberId: string) => boolean;
  /** Answers false when the object is no member. */
  removeMember: (groupId: string, memberId: string) => boolean;
  /** Ends every membership of an object. */
  forget: (memberId: string) => void;
  /** Ids of all groups that hold an object, directly or through other groups. */
  transitiveOf: (memberId: string) => string[];
  directOf: (memberId: string) => string[];
  /** Ids of everything inside a group, directly or through other groups. */
  transitiveMembers: (groupId: string) => string[];
};

const upward = `with recursive up(id) as (
  select group_id from members where member_id = ?
  union select m.group_id from members m join up on m.member_id = up.id
) select id from up order by id`;
const downward = `with recursive down(id) as (
  select member_id from members where group_id = ?
  union select m.member_id from members m join down on m.group_id = down.id
) select id from down order by id`;

/** Groups kept in the directory's database. */
export function groupsIn(database: DatabaseSync): Groups {
  const ids = (sql: string, ...values: SQLInputValue[]): string[] =>
    database
      .prepare(sql)
      .all(...values)
      .map((row) => String(row.id));
  const many = (where: string, ...values: SQLInputValue[]): Group[] =>
    database
      .prepare(`select * from groups where ${where} order by rowid`)
      .all(...values)
      .map(groupOf);
  return {
    byId: (id) => many("id = ?", id.toLowerCase())[0] ?? null,
    all: () => many("true"),
    byName: (name) => many("name = ?", name),
    owners: (groupId) =>
      ids("select owner_id as id from owners where group_id = ? order by owner_id", groupId),
    members: (groupId) =>
      ids("select member_id as id from members where group_id = ? order by rowid", groupId),
    transitiveOf: (memberId) => ids(upward, memberId.toLowerCase()),
    directOf: (memberId) =>
      ids("select group_id as id from members where member_id = ? order by rowid", memberId),
    transitiveMembers: (groupId) => ids(downward, groupId),
    ...groupChanges(database),
  };
}

type Changes = Pick<Groups, "add" | "remove" | "addMember" | "removeMember" | "forget">;

function groupChanges(database: DatabaseSync): Changes {
  const changed = (sql: string, ...values: SQLInputValue[]): boolean => {
    const { changes } = database.prepare(sql).run(...values);
    if (changes) touchDirectory(database);
    return Number(changes) > 0;
  };
  const link = (groupId: string, memberId: string): boolean =>
    changed("insert or ignore into members values (?, ?)", groupId, memberId);
  return {
    add: (group, ownerIds, memberIds) =>
      inTransaction(database, () => {
        const { id, name, nickname, description, created, visibleMs } = group;
        changed(
          "insert into groups values (?, ?, ?, ?, ?, ?)",
          id,
          name,
          nickname,
          description,
          created,
          visibleMs,
        );
        for (const ownerId of ownerIds) changed("insert or ignore into owners values (?, ?)", id, ownerId);
        for (const memberId of memberIds) link(id, memberId);
      }),
    remove: (id) =>
      inTransaction(database, () => {
        changed("delete from members where group_id = ? or member_id = ?", id, id);
        changed("delete from owners where group_id = ?", id);
        changed("delete from groups where id = ?", id);
      }),
    addMember: link,
    removeMember: (groupId, memberId) =>
      changed("delete from members where group_id = ? and member_id = ?", groupId, memberId),
    forget: (memberId) => void changed("delete from members where member_id = ?", memberId),
  };
}

function groupOf(row: Record<string, SQLOutputValue>): Group {
  return {
    id: String(row.id),
    name: String(row.name),
    nickname: String(row.nickname),
    description: row.description === null ? null : String(row.description),
    created: String(row.created),
    visibleMs: Number(row.visible_ms),
  };
}
