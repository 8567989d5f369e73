import { describe, expect, test } from "vitest";
import { compileDirectory } from "#lib/acl/compile.ts";
import { findEntry, formatBits, toBits } from "#lib/acl/entry.ts";
import { evaluate } from "#lib/acl/evaluate.ts";
import type { AccessRequest } from "#lib/acl/operation.ts";
import { cast, contoso, lineGroups, TestLake } from "#tests/unit/acl/lake.ts";

/** domain.md, the table of access levels. */
const levels = [
  { level: "reader", folder: "r-x", lasting: "r-x", file: "r--" },
  { level: "contributor", folder: "rwx", lasting: "rwx", file: "rw-" },
] as const;

describe("the access levels", () => {
  test.each(levels)(
    "$level is $folder on the folder, $lasting as default, $file effective on files",
    (row) => {
      const compiled = compileDirectory({ kind: "private", path: "p/f", own: lineGroups, stops: [] });
      if (!compiled.ok) throw new Error("refused");
      const { acl, fileAcl } = compiled.directory;
      const key = { tag: "group", qualifier: lineGroups[row.level] } as const;
      const mask = findEntry(fileAcl, { scope: "access", tag: "mask", qualifier: null })?.bits ?? 0;
      const onFile = findEntry(fileAcl, { scope: "access", ...key })?.bits ?? 0;
      expect(formatBits(findEntry(acl, { scope: "access", ...key })?.bits ?? 0)).toBe(row.folder);
      expect(formatBits(findEntry(acl, { scope: "default", ...key })?.bits ?? 0)).toBe(row.lasting);
      expect(formatBits(toBits(onFile & mask))).toBe(row.file);
    },
  );
});

const stoppedOnLine = {
  ...contoso,
  folders: contoso.folders.map((folder) =>
    folder.id === "line" ? { ...folder, stops: [cast.stopped.id] } : folder,
  ),
};

function demoLake(): TestLake {
  const lake = new TestLake(stoppedOnLine);
  for (const [name, { id }] of Object.entries(cast)) lake.make(`contoso/site/line/${name}.csv`, id);
  lake.make("contoso/site/line/days", cast.contributor.id, "directory");
  lake.make("contoso/site/line/days/1.csv", cast.contributor.id);
  lake.make("contoso/site/siteContributor.csv", cast.siteContributor.id);
  lake.make("contoso/site/exContributor.csv", cast.exContributor.id);
  lake.make("contoso/site/vault/secret.csv", cast.lake.id);
  return lake;
}

const lake = demoLake();
const line = "contoso/site/line";

const operations: Record<string, (name: string) => AccessRequest> = {
  "list the line": () => ({ operation: "list", path: lake.chain(line) }),
  "list the site": () => ({ operation: "list", path: lake.chain("contoso/site") }),
  "list the partition": () => ({ operation: "list", path: lake.chain("contoso") }),
  "list the vault": () => ({ operation: "list", path: lake.chain("contoso/site/vault") }),
  "list the container": () => ({ operation: "list", path: lake.chain("") }),
  "read a file": () => ({ operation: "read", path: lake.chain(`${line}/colleague.csv`) }),
  "read a file further down": () => ({ operation: "read", path: lake.chain(`${line}/days/1.csv`) }),
  "read in the vault": () => ({ operation: "read", path: lake.chain("contoso/site/vault/secret.csv") }),
  "write a file": () => ({ operation: "write", path: lake.chain(`${line}/colleague.csv`) }),
  "create in the line": () => ({ operation: "create", path: lake.chain(line) }),
  "create in the site": () => ({ operation: "create", path: lake.chain("contoso/site") }),
  "delete own": (name) => ({ operation: "delete", path: lake.chain(`${line}/${name}.csv`) }),
  "delete others'": () => ({ operation: "delete", path: lake.chain(`${line}/lake.csv`) }),
  "delete others' loose file": () => ({
    operation: "delete",
    path: lake.chain("contoso/site/exContributor.csv"),
  }),
  "rename the child folder": () => ({
    operation: "rename",
    path: lake.chain(line),
    destination: lake.chain("contoso/site"),
  }),
  "chmod own": (name) => ({ operation: "chmod", path: lake.chain(`${line}/${name}.csv`) }),
  "chmod others'": () => ({ operation: "chmod", path: lake.chain(`${line}/lake.csv`) }),
  "chown own": (name) => ({ operation: "chown", path: lake.chain(`${line}/${name}.csv`) }),
  "status of the partition": () => ({ operation: "status", path: lake.chain("contoso") }),
  "status of the line": () => ({ operation: "status", path: lake.chain(line) }),
  "status of a file": () => ({ operation: "status", path: lake.chain(`${line}/lake.csv`) }),
};

/** Everyone's allowed operations; what is not listed is refused. */
const allowed: Record<keyof typeof cast, readonly string[]> = {
  reader: [
    "list the line",
    "read a file",
    "read a file further down",
    "chmod own",
    "status of the partition",
    "status of the line",
    "status of a file",
  ],
  contributor: [
    "list the line",
    "read a file",
    "read a file further down",
    "write a file",
    "create in the line",
    "delete own",
    "delete others'",
    "chmod own",
    "status of the partition",
    "status of the line",
    "status of a file",
  ],
  colleague: [
    "list the line",
    "read a file",
    "read a file further down",
    "write a file",
    "create in the line",
    "delete own",
    "delete others'",
    "chmod own",
    "status of the partition",
    "status of the line",
    "status of a file",
  ],
  siteReader: [
    "list the line",
    "list the site",
    "read a file",
    "read a file further down",
    "chmod own",
    "status of the partition",
    "status of the line",
    "status of a file",
  ],
  siteContributor: [
    "list the line",
    "list the site",
    "read a file",
    "read a file further down",
    "write a file",
    "create in the line",
    "create in the site",
    "delete own",
    "delete others'",
    "chmod own",
    "status of the partition",
    "status of the line",
    "status of a file",
  ],
  vaultReader: ["list the vault", "read in the vault", "status of the partition", "status of the line"],
  member: ["status of the partition", "status of the line"],
  stranger: ["status of the partition"],
  exContributor: ["status of the partition", "status of the line"],
  stopped: ["status of the partition", "status of the line"],
  lake: Object.keys(operations),
};

describe("who can do what under the domain's strings", () => {
  const people = Object.keys(cast) as (keyof typeof cast)[];
  const rows = people.flatMap((person) =>
    Object.keys(operations).map((operation) => ({ person, operation })),
  );

  test.each(rows)("$person: $operation", ({ person, operation }) => {
    const request = operations[operation]?.(person);
    if (!request) throw new Error(operation);
    const decision = evaluate(cast[person], request);
    expect(decision.isAllowed).toBe(allowed[person].includes(operation));
    expect(decision.refusedAt === null).toBe(decision.isAllowed);
  });

  test("a grant on a deep folder works without any change to an ancestor", () => {
    const before = lake.accessEntries("contoso/site");
    const request = operations["read a file"]?.("reader");
    if (!request) throw new Error("no request");
    expect(evaluate(cast.member, request).isAllowed).toBe(false);
    expect(
      evaluate({ ...cast.member, groupIds: [...cast.member.groupIds, lineGroups.reader] }, request).isAllowed,
    ).toBe(true);
    expect(lake.accessEntries("contoso/site")).toEqual(before);
  });

  test("an ex-contributor still reads their own loose file in an inner folder, until it is handed over", () => {
    const path = "contoso/site/exContributor.csv";
    expect(evaluate(cast.exContributor, { operation: "read", path: lake.chain(path) }).isAllowed).toBe(true);
    const handedOver = demoLake();
    handedOver.change(path, { owner: cast.lake.id });
    expect(evaluate(cast.exContributor, { operation: "read", path: handedOver.chain(path) }).isAllowed).toBe(
      false,
    );
  });

  test("a suspended partition lets nobody in, and the lake identity still works", () => {
    const suspended = new TestLake({ ...contoso, partition: { ...contoso.partition, isSuspended: true } });
    for (const caller of Object.values(cast)) {
      const decision = evaluate(caller, { operation: "list", path: suspended.chain(line) });
      expect(decision.isAllowed).toBe(caller === cast.lake);
    }
    const asOwner = { ...cast.lake, isSuperUser: false };
    expect(evaluate(asOwner, { operation: "list", path: suspended.chain(line) }).isAllowed).toBe(true);
  });

  test("a private folder does not take its ancestors' access, not even the partition's", () => {
    const partitionContributor = {
      id: "x",
      groupIds: [contoso.partition.members, contoso.partition.own.contributor],
    };
    expect(evaluate(partitionContributor, { operation: "list", path: lake.chain(line) }).isAllowed).toBe(
      true,
    );
    expect(
      evaluate(partitionContributor, { operation: "list", path: lake.chain("contoso/site/vault") }).isAllowed,
    ).toBe(false);
  });
});
