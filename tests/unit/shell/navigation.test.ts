import { expect, test } from "vitest";
import { groupsAt, type NavigationGroup } from "#components/shell/navigation.ts";

const home: NavigationGroup = { items: [{ label: "Home", href: "/", icon: "home" }] };
const of = (organization: string): NavigationGroup => ({ label: organization, organization, items: [] });
const named = (groups: NavigationGroup[]) => groups.map((group) => group.organization ?? "home");

test("inside an organization only its places are shown", () => {
  const groups = [home, of("contoso-dairy"), of("fabrikam-pharma")];
  expect(named(groupsAt(groups, "/fabrikam-pharma/data/raw"))).toEqual(["home", "fabrikam-pharma"]);
});

test("outside of all of them a few are listed, many are left to the switcher", () => {
  const few = [home, of("a-a"), of("b-b")];
  expect(named(groupsAt(few, "/"))).toEqual(["home", "a-a", "b-b"]);
  expect(named(groupsAt([...few, of("c-c"), of("d-d")], "/"))).toEqual(["home"]);
});
