import { describe, expect, test } from "vitest";
import { budgetAfter, budgetOf, findOverBudget } from "#lib/acl/budget.ts";
import type { LeafDirectory, ManagedDirectory } from "#lib/acl/directory.ts";
import { groupsOf, idOf } from "#tests/unit/acl/arbitraries.ts";

const levels = (count: number) => Array.from({ length: count }, (_, n) => groupsOf(n));
const leaf = (depth: number, stopCount = 0): LeafDirectory => ({
  kind: "leaf",
  path: "p/leaf",
  own: groupsOf(50),
  ancestors: levels(depth - 1),
  stops: Array.from({ length: stopCount }, (_, n) => idOf(n)),
});
const inner = (depth: number): ManagedDirectory => ({ ...leaf(depth), kind: "inner", members: idOf(99) });

describe("the entry budget", () => {
  test("the fourth managed level shows 9 of 26 as an inner folder and 8 as a leaf", () => {
    expect(budgetOf(inner(4))).toMatchObject({
      used: 9,
      usedMax: 26,
      defaultUsed: 8,
      defaultUsedMax: 28,
      stopsFree: 19,
    });
    expect(budgetOf(leaf(4))).toMatchObject({ used: 8, usedMax: 26 });
  });

  test("a private folder takes two however deep it lies", () => {
    expect(budgetOf({ kind: "private", path: "p/x", own: groupsOf(1), stops: [] }).used).toBe(2);
  });

  test("stops take the kept slots and any free one, and no more", () => {
    expect(findOverBudget(leaf(13, 2))).toBeNull();
    expect(findOverBudget(leaf(13, 3))).toEqual({
      kind: "over-budget",
      path: "p/leaf",
      scope: "stops",
      needed: 3,
      max: 2,
    });
    expect(findOverBudget(leaf(4, 20))).toBeNull();
    expect(findOverBudget(leaf(4, 21))).not.toBeNull();
  });

  test("foreign entries that are kept count", () => {
    expect(findOverBudget(leaf(13), { access: 1, default: 0 })).toMatchObject({
      scope: "access",
      needed: 27,
    });
    expect(findOverBudget(leaf(13), { access: 0, default: 3 })).toMatchObject({
      scope: "default",
      needed: 29,
    });
    expect(budgetOf(leaf(4), { access: 1, default: 1 })).toMatchObject({ used: 9, defaultUsed: 9 });
  });
});

describe("what the next step costs", () => {
  test("the first child costs a leaf one entry and takes two more than the leaf itself", () => {
    const after = budgetAfter(leaf(4), "child-folder");
    expect(after).toMatchObject({ directory: { used: 9 }, child: { used: 10 }, refusal: null });
  });

  test("a further child costs an inner folder nothing", () => {
    expect(budgetAfter(inner(4), "child-folder")).toMatchObject({
      directory: { used: 9 },
      child: { used: 10 },
    });
  });

  test("a structure-only child takes only what it inherits, a private child only its own two", () => {
    expect(budgetAfter(leaf(4), "structure-only-child").child?.used).toBe(8);
    expect(budgetAfter(leaf(4), "private-child").child?.used).toBe(2);
  });

  test("the fourteenth level is refused, a private one at the twelfth is not, nor one below a full leaf", () => {
    expect(budgetAfter(inner(12), "child-folder").refusal).toBeNull();
    expect(budgetAfter(leaf(13), "child-folder").refusal).toMatchObject({
      needed: 28,
      max: 26,
      scope: "access",
    });
    expect(budgetAfter(inner(12), "private-child").refusal).toBeNull();
    expect(budgetAfter(leaf(13), "private-child").refusal).toMatchObject({ needed: 27, max: 26 });
  });

  test("a private folder takes no child", () => {
    const directory: ManagedDirectory = { kind: "private", path: "p/x", own: groupsOf(1), stops: [] };
    expect(budgetAfter(directory, "child-folder").refusal).toMatchObject({ path: "p/x", max: 0 });
  });

  test("a stop costs one slot and is refused when none is left", () => {
    expect(budgetAfter(leaf(13, 1), "stop")).toMatchObject({
      directory: { stops: 2, stopsFree: 0 },
      refusal: null,
    });
    expect(budgetAfter(leaf(13, 2), "stop").refusal).toMatchObject({ scope: "stops", needed: 3, max: 2 });
  });
});
