import { containerRootAcl } from "#lib/acl/compile.ts";
import { entriesOfScope } from "#lib/acl/entry.ts";
import type { Caller } from "#lib/acl/evaluate.ts";
import { compileHierarchy, type Hierarchy } from "#lib/acl/hierarchy.ts";
import { inheritedDirectoryAcl, inheritedFileAcl } from "#lib/acl/inherit.ts";
import type { PathState } from "#lib/acl/path-state.ts";
import { groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

export const lakeIdentity = idOf(0xfeed);
export const members = idOf(0x11);
export const otherMembers = idOf(0x12);
export const partitionGroups = groupsOf(1);
export const siteGroups = groupsOf(2);
export const lineGroups = groupsOf(3);
export const vaultGroups = groupsOf(4);

/** Contoso's partition: site (inner) with line (leaf), vault (private) and plan (structure-only leaf). */
export const contoso: Hierarchy = {
  partition: { path: "contoso", own: partitionGroups, members, stops: [], isSuspended: false },
  folders: [
    { id: "site", parentId: null, name: "site", own: siteGroups, isPrivate: false, stops: [] },
    { id: "line", parentId: "site", name: "line", own: lineGroups, isPrivate: false, stops: [] },
    { id: "vault", parentId: "site", name: "vault", own: vaultGroups, isPrivate: true, stops: [] },
    { id: "plan", parentId: "site", name: "plan", own: null, isPrivate: false, stops: [] },
  ],
};

/** A small lake in memory: the compiled hierarchy, and what people make in it. */
export class TestLake {
  readonly #states = new Map<string, PathState>();

  constructor(hierarchy: Hierarchy = contoso) {
    const compiled = compileHierarchy(hierarchy);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.refusal));
    const managed = { isDirectory: true, owner: lakeIdentity, group: lakeIdentity };
    this.#states.set("", { path: "", acl: containerRootAcl, isSticky: false, ...managed });
    for (const { directory } of compiled.directories) {
      const { path, acl, isSticky } = directory;
      this.#states.set(path, { path, acl, isSticky, ...managed });
    }
  }

  /** A file or directory that `owner` makes: born under its parent's default ACL. */
  make(path: string, owner: string, kind: "file" | "directory" = "file"): void {
    const parent = this.chain(path.slice(0, path.lastIndexOf("/"))).at(-1);
    if (!parent) throw new Error(`no parent of ${path}`);
    const isDirectory = kind === "directory";
    const acl = isDirectory ? inheritedDirectoryAcl(parent.acl) : inheritedFileAcl(parent.acl);
    this.#states.set(path, { path, isDirectory, acl, owner, group: parent.group, isSticky: false });
  }

  change(path: string, change: Partial<PathState>): void {
    const state = this.chain(path).at(-1);
    if (state) this.#states.set(path, { ...state, ...change });
  }

  /** The items from the root down to `path`. */
  chain(path: string): readonly PathState[] {
    const segments = path === "" ? [] : path.split("/");
    const paths = ["", ...segments.map((_, index) => segments.slice(0, index + 1).join("/"))];
    return paths.map((each) => {
      const state = this.#states.get(each);
      if (!state) throw new Error(`nothing at ${each}`);
      return state;
    });
  }

  accessEntries(path: string) {
    return entriesOfScope(this.chain(path).at(-1)?.acl ?? [], "access");
  }
}

/** The people of the tables, by what they are. */
export const cast = {
  reader: { id: idOf(0x21), groupIds: [members, lineGroups.reader] },
  contributor: { id: idOf(0x22), groupIds: [members, lineGroups.contributor] },
  colleague: { id: idOf(0x23), groupIds: [members, lineGroups.contributor] },
  siteReader: { id: idOf(0x24), groupIds: [members, siteGroups.reader] },
  siteContributor: { id: idOf(0x25), groupIds: [members, siteGroups.contributor] },
  vaultReader: { id: idOf(0x26), groupIds: [members, vaultGroups.reader] },
  member: { id: idOf(0x27), groupIds: [members] },
  stranger: { id: idOf(0x28), groupIds: [otherMembers] },
  exContributor: { id: idOf(0x29), groupIds: [members] },
  stopped: { id: idOf(0x2a), groupIds: [members, lineGroups.contributor] },
  lake: { id: lakeIdentity, groupIds: [], isSuperUser: true },
} as const satisfies Record<string, Caller>;
