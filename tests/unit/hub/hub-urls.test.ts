import { describe, expect, it } from "vitest";
import {
  azureTokenScope,
  labPath,
  openServerUrl,
  serverOfScopes,
  starterNotebookName,
} from "#lib/hub/hub-urls.ts";

const anna = { user: "u-anna", server: "s1" };
/** The spawner's own rule (jupyterhub/lakeport_hub/options.py). */
const accepted = /^[\p{L}\p{N}][\p{L}\p{N}_ .()-]{0,79}\.ipynb$/u;

describe("a starter notebook's name", () => {
  it.each([
    ["Line 2", "Line 2.ipynb"],
    ["Kühlhaus Süd", "Kühlhaus Süd.ipynb"],
    ["../../etc/passwd", "etc-passwd.ipynb"],
    ["..", "folder.ipynb"],
    ["", "folder.ipynb"],
    ["a/b\\c:d", "a-b-c-d.ipynb"],
    ["x".repeat(200), `${"x".repeat(60)}.ipynb`],
  ])("for a folder called %j is %j", (folder, name) => {
    expect(starterNotebookName(folder)).toBe(name);
    expect(name).toMatch(accepted);
  });
});

describe("the way to a server", () => {
  it("names the person and leads to the notebook", () => {
    const url = new URL(
      openServerUrl({ hubUrl: "http://127.0.0.1:4300", ref: anna, notebook: "Line 2.ipynb" }),
    );
    expect(url.pathname).toBe("/hub/lakeport/open");
    expect(url.searchParams.get("user")).toBe("u-anna");
    expect(url.searchParams.get("next")).toBe(labPath(anna, "Line 2.ipynb"));
    expect(labPath(anna, "Line 2.ipynb")).toBe("/user/u-anna/s1/lab/tree/lakeport/Line%202.ipynb");
  });
});

describe("the scopes of a token", () => {
  it("tell a server's own token", () => {
    expect(serverOfScopes(["access:servers!server=u-anna/s1", azureTokenScope(anna)])).toEqual(anna);
  });

  it.each([
    ["of a person", ["custom:azure-token:read!user=u-anna"]],
    ["without a filter", ["custom:azure-token:read"]],
    ["of two servers", [azureTokenScope(anna), azureTokenScope({ user: "u-anna", server: "s2" })]],
    ["of a person and a server", [azureTokenScope(anna), "custom:azure-token:read!user=u-anna"]],
    ["of a browser", ["access:servers!server=u-anna/s1"]],
    ["with an odd name", ["custom:azure-token:read!server=u-anna/s1/x"]],
  ])("do not take one %s for it", (_what, scopes) => {
    expect(serverOfScopes(scopes)).toBeNull();
  });
});
