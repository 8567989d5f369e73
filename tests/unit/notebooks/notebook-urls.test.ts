import { expect, test } from "vitest";
import { localPath } from "#lib/auth/local-path.ts";
import { parseNames } from "#lib/browsing/data-url.ts";
import { encodedNames, newServerUrl } from "#lib/notebooks/notebook-urls.ts";

test.each([{ names: [] }, { names: ["Line 2"] }, { names: ["100% sure?", "a&b=c#d", "Größe", "%2e%2e"] }])(
  "the names $names survive the way through the address of a new server",
  ({ names }) => {
    const url = new URL(
      newServerUrl({ organization: "contoso-dairy", zone: "curated", names }),
      "http://portal",
    );
    expect(url.pathname).toBe("/contoso-dairy/notebooks/new");
    expect(parseNames(encodedNames(url.searchParams.get("path") ?? "x"))).toEqual(names);
  },
);

test("a path that could mean another place is no place", () => {
  expect(parseNames(encodedNames("../fabrikam"))).toBeNull();
  expect(parseNames(encodedNames("a//b"))).toBeNull();
});

test("after a sign-in the browser may return to the Hub's own sign-in, and to no other part of the API", () => {
  const asked = "/api/hub-oauth/authorize?client_id=jupyterhub&state=abc";
  expect(localPath(asked)).toBe(asked);
  expect(localPath("/api/hub-oauth/token")).toBe("/");
  expect(localPath("/api/hub-oauth/authorize/../../auth/sign-in")).toBe("/");
});
