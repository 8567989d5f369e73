import { expect, test } from "vitest";
import { localPath } from "#lib/auth/local-path.ts";

test.each(["/", "/contoso-dairy/data/curated", "/a?b=c&d=%2F%2Fx", "/a%20b", "/data/ä?x=//y"])(
  "%s is a path to return to",
  (path) => {
    const url = new URL(path, "http://x");
    expect(localPath(path)).toBe(url.pathname + url.search);
  },
);

test.each([
  null,
  undefined,
  "",
  "contoso",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/a\\b",
  "https://evil.example/",
  "javascript:alert(1)",
  "/\t/evil.example",
  "/\n/evil.example",
  "/..//evil.example",
  "/a/..//evil.example",
  `/${"x".repeat(2001)}`,
  "/sign-in",
  "/sign-in?failure=x",
  "/api/auth/sign-out",
  "/auth/popup",
])("%j is not, and becomes the home page", (path) => {
  expect(localPath(path)).toBe("/");
});

test("paths that merely begin like the sign-in's own are kept", () => {
  expect(localPath("/sign-info")).toBe("/sign-info");
  expect(localPath("/apiary/data/raw")).toBe("/apiary/data/raw");
});
