import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Caller, dataRoleOperations, evaluate } from "#lib/acl/evaluate.ts";
import { type Explanation, explain } from "#lib/acl/explain.ts";
import type { AccessRequest } from "#lib/acl/operation.ts";
import { smallestTurn } from "#lib/acl/smallest-turn.ts";
import { applyTurn, type Situation } from "#lib/acl/turn.ts";
import { anyAcl } from "#tests/unit/acl/arbitraries.ts";
import { ada, blue, boss, red } from "#tests/unit/acl/items.ts";
import {
  cast,
  contoso,
  lineGroups,
  members,
  partitionGroups,
  siteGroups,
  TestLake,
} from "#tests/unit/acl/lake.ts";

const groupNames = new Map<string, string>([
  [members, "Members of Contoso"],
  [lineGroups.reader, "Readers of line"],
  [lineGroups.contributor, "Contributors of line"],
  [siteGroups.reader, "Readers of site"],
  [siteGroups.contributor, "Contributors of site"],
  [partitionGroups.reader, "Readers of Contoso"],
]);
const names = {
  caller: "Ada",
  nameOf: (id: string) => groupNames.get(id) ?? id,
  nameOfPath: (path: string) => (path === "" ? "the container" : path),
};

function explained(caller: Caller, request: AccessRequest): Explanation {
  return explain(evaluate(caller, request), smallestTurn({ caller, request }), names);
}

const line = "contoso/site/line";

describe("explaining an answer in plain words", () => {
  const lake = new TestLake();
  lake.make(`${line}/a.csv`, cast.colleague.id);
  lake.make("contoso/site/loose.csv", cast.colleague.id);

  test("a reader's way to a file, step by step, and what would end it", () => {
    expect(explained(cast.reader, { operation: "read", path: lake.chain(`${line}/a.csv`) })).toEqual({
      answer: "Ada may read contoso/site/line/a.csv.",
      reasons: [
        "Passing through the container takes --x: no group of Ada's stands there, and everyone else has --x.",
        "Passing through contoso takes --x: Members of Contoso gives --x.",
        "Passing through contoso/site takes --x: Members of Contoso gives --x.",
        "Passing through contoso/site/line takes --x: Readers of line gives r-x.",
        "The right on contoso/site/line/a.csv takes r--: Readers of line gives r-x under the mask rw-, so r--.",
      ],
      turn: ["Remove Ada from Members of Contoso."],
    });
  });

  test("a reader who may not write is told which membership would do, the least one", () => {
    const { answer, reasons, turn } = explained(cast.reader, {
      operation: "write",
      path: lake.chain(`${line}/a.csv`),
    });
    expect(answer).toBe("Ada may not write to contoso/site/line/a.csv.");
    expect(reasons.at(-1)).toBe(
      "The right on contoso/site/line/a.csv takes rw-: no single group of Ada's is enough (Readers of line r-x under the mask rw-, so r--), and everyone else has ---.",
    );
    expect(turn).toEqual(["Add Ada to Contributors of line."]);
  });

  test("a member without a grant gets the folder's own readers, not a wider group", () => {
    expect(explained(cast.member, { operation: "list", path: lake.chain(line) }).turn).toEqual([
      "Add Ada to Readers of line.",
    ]);
  });

  test("a stopped person is told that the stop is decided before the groups", () => {
    const folders = contoso.folders.map((folder) =>
      folder.id === "line" ? { ...folder, stops: [cast.stopped.id] } : folder,
    );
    const stoppedLake = new TestLake({ ...contoso, folders });
    const { reasons, turn } = explained(cast.stopped, { operation: "list", path: stoppedLake.chain(line) });
    expect(reasons.at(-1)).toBe(
      "The right on contoso/site/line takes r-x: a stop entry for Ada gives only ---, and an entry for a person is decided before any group.",
    );
    expect(turn).toEqual(["Lift the stop of Ada on contoso/site/line."]);
  });

  test("a suspension shows as the mask of the partition", () => {
    const suspended = new TestLake({ ...contoso, partition: { ...contoso.partition, isSuspended: true } });
    const { reasons, turn } = explained(cast.reader, { operation: "list", path: suspended.chain(line) });
    expect(reasons[1]).toBe(
      "Passing through contoso takes --x: no single group of Ada's is enough (Members of Contoso --x under the mask ---, so ---), and everyone else has ---.",
    );
    expect(turn).toEqual([
      "Raise the mask of contoso to rwx (on a suspended partition: lift the suspension).",
    ]);
  });

  test("the sticky bit says who may", () => {
    const request: AccessRequest = { operation: "delete", path: lake.chain("contoso/site/loose.csv") };
    const { reasons, turn } = explained(cast.siteContributor, request);
    expect(reasons.at(-1)).toBe(
      "contoso/site is sticky: only the owner of contoso/site/loose.csv or of contoso/site may delete or move it.",
    );
    expect(turn).toEqual(["Let the owner of contoso/site/loose.csv do it, or make Ada its owner."]);
  });

  test("a member is told of the missing membership beside the ownership, not of thirteen entries", () => {
    const request: AccessRequest = { operation: "delete", path: lake.chain("contoso/site/loose.csv") };
    expect(explained(cast.member, request).turn).toEqual([
      "Let the owner of contoso/site/loose.csv do it, or make Ada its owner.",
      "Add Ada to Contributors of site.",
    ]);
  });

  test("ownership, roles, super-users and the container's root have words of their own", () => {
    const path = lake.chain(`${line}/a.csv`);
    expect(explained(cast.reader, { operation: "chmod", path }).reasons.at(-1)).toContain(
      "Only the owner of",
    );
    expect(explained(cast.colleague, { operation: "chmod", path }).turn).toEqual([
      "Remove Ada from Members of Contoso.",
    ]);
    expect(explained(cast.reader, { operation: "chown", path }).turn).toEqual(["Let a super-user do it."]);
    expect(explained(cast.lake, { operation: "chown", path }).reasons.at(-1)).toBe("Ada is a super-user.");
    expect(explained(cast.reader, { operation: "chgrp", path, toGroup: members }).reasons).toHaveLength(6);
    const withRole = { ...cast.stranger, roleOperations: dataRoleOperations.reader };
    expect(explained(withRole, { operation: "read", path })).toMatchObject({
      reasons: ["A data role of Ada's allows this on the whole container; no ACL is asked."],
      turn: ["Take away Ada's data role."],
    });
    expect(explained(cast.lake, { operation: "delete", path: lake.chain("") })).toEqual({
      answer: "Ada may not delete the container.",
      reasons: ["Nobody may do this to a container's root."],
      turn: [],
    });
  });
});

describe("the smallest change", () => {
  const anyState = fc.record({
    acl: anyAcl.filter((acl) => acl.length <= 14),
    owner: fc.constantFrom(ada, boss, "$superuser"),
    group: fc.constantFrom(red, blue),
    isSticky: fc.boolean(),
    isDirectory: fc.constant(true),
  });
  const anySituation: fc.Arbitrary<Situation> = fc
    .record({
      states: fc.array(anyState, { minLength: 2, maxLength: 4 }),
      operation: fc.constantFrom(
        "list",
        "read",
        "write",
        "create",
        "delete",
        "rename",
        "status",
        "chmod",
        "chown",
        "chgrp",
      ),
      isSuperUser: fc.boolean(),
      hasRole: fc.boolean(),
      isIn: fc.subarray([red, blue]),
    })
    .map(({ states, operation, isSuperUser, hasRole, isIn }) => {
      const path = states.map((state, index) => ({ ...state, path: Array(index).fill("a").join("/") }));
      const roleOperations = hasRole ? dataRoleOperations.reader : [];
      return {
        caller: { id: ada, groupIds: isIn, isSuperUser: isSuperUser && hasRole, roleOperations },
        request:
          operation === "rename"
            ? { operation, path, destination: path.slice(0, 1) }
            : operation === "chgrp"
              ? { operation, path, toGroup: red }
              : { operation, path },
      };
    });

  test("always turns the answer, and there always is one below a container's root", () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const before = evaluate(situation.caller, situation.request).isAllowed;
        const turns = smallestTurn(situation);
        expect(turns).not.toBeNull();
        const after = (turns ?? []).reduce(applyTurn, situation);
        expect(evaluate(after.caller, after.request).isAllowed).toBe(!before);
      }),
      { numRuns: 400 },
    );
  });
});
