import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AclEntry, entriesOfScope, isNamed, toBits } from "#lib/acl/entry.ts";
import { evaluate } from "#lib/acl/evaluate.ts";
import { anyAcl, anyBits } from "#tests/unit/acl/arbitraries.ts";
import { ada, blue, boss, red } from "#tests/unit/acl/items.ts";

describe("grants add up", () => {
  const anyItem = fc.record({
    acl: anyAcl,
    owner: fc.constantFrom(ada, boss),
    group: fc.constantFrom(red, blue),
    isSticky: fc.boolean(),
  });
  const withoutNamedUsers = (
    { acl, ...rest }: { acl: readonly AclEntry[]; owner: string; group: string; isSticky: boolean },
    index: number,
  ) => ({
    ...rest,
    path: `p${index}`,
    isDirectory: true,
    acl: acl.filter((entry) => entry.tag !== "user" || !isNamed(entry)),
  });
  const anySituation = fc.record({
    path: fc.array(anyItem, { minLength: 2, maxLength: 4 }).map((items) => items.map(withoutNamedUsers)),
    held: fc.infiniteStream(fc.boolean()),
    operation: fc.constantFrom("list", "read", "write", "create", "delete", "status", "chmod"),
    raise: anyBits,
  });

  test("without named users no further membership and no raised group entry takes anything away", () => {
    let allowedCount = 0;
    fc.assert(
      fc.property(anySituation, ({ path, held, operation, raise }) => {
        const groups = path.flatMap(({ acl, group }) => [
          group,
          ...entriesOfScope(acl, "access")
            .filter(isNamed)
            .map((entry) => entry.qualifier),
        ]);
        const groupIds = groups.filter(() => held.next().value);
        const before = evaluate({ id: ada, groupIds }, { operation, path });
        if (!before.isAllowed) return;
        allowedCount += 1;
        expect(evaluate({ id: ada, groupIds: groups }, { operation, path }).isAllowed).toBe(true);
        const raised = path.map((state) => ({
          ...state,
          acl: state.acl.map((entry) =>
            entry.tag === "group" ? { ...entry, bits: toBits(entry.bits | raise) } : entry,
          ),
        }));
        expect(evaluate({ id: ada, groupIds }, { operation, path: raised }).isAllowed).toBe(true);
      }),
      { numRuns: 1500 },
    );
    expect(allowedCount).toBeGreaterThan(50);
  });
});
