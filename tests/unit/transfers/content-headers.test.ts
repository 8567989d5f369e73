import { expect, test } from "vitest";
import { contentHeaders } from "#lib/transfers/content-headers.ts";

const file = { etag: '"0x1"', modifiedAt: new Date("2026-11-21T10:00:00Z") };
const dispositionOf = (name: string) =>
  contentHeaders({ ...file, name, disposition: { kind: "attachment" } })["content-disposition"];

test.each([
  ["plain.csv", `attachment; filename="plain.csv"; filename*=UTF-8''plain.csv`],
  ["Ünï.csv", `attachment; filename="_n_.csv"; filename*=UTF-8''%C3%9Cn%C3%AF.csv`],
  [`a"b\\c%41.csv`, `attachment; filename="a_b_c_41.csv"; filename*=UTF-8''a%22b%5Cc%2541.csv`],
  ["it's (1)*.csv", `attachment; filename="it's (1)*.csv"; filename*=UTF-8''it%27s%20%281%29%2A.csv`],
])("the name %s reaches old and new readers", (name, header) => {
  expect(dispositionOf(name)).toBe(header);
});

test("no name can add a header", () => {
  expect(dispositionOf("a\r\nset-cookie: x=1")).not.toMatch(/[\r\n]/);
});

test("an attachment has no type of its own, a picture only the one it was given", () => {
  const attachment = contentHeaders({ ...file, name: "a.html", disposition: { kind: "attachment" } });
  expect(attachment["content-type"]).toBe("application/octet-stream");
  const disposition = { kind: "inline", contentType: "image/png" } as const;
  const picture = contentHeaders({ ...file, name: "a.png", disposition });
  expect(picture).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
});
