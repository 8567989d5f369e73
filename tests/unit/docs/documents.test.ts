import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { madeDocuments } from "#scripts/docs.ts";

const root = resolve(import.meta.dirname, "../../..");
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];
const pictureBytesMax = 250 * 1024;

describe("the documents", () => {
  test("are found", () => {
    expect(documents).toEqual(expect.arrayContaining(["README.md", "docs/security.md"]));
  });

  test.each(documents)("%s links only to what is there", (document) => {
    const missing = linksOf(read(document)).filter((link) => !leadsSomewhere(document, link));
    expect(missing).toEqual([]);
  });

  test.each(documents)("%s runs only commands that exist", (document) => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...read(document).matchAll(/npm run ([a-z][a-z:]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = [...read(document).matchAll(/\bnode ((?:scripts|emulators)\/[\w/.-]+)/g)];
    expect(files.map((match) => match[1] ?? "").filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test.each(madeDocuments())("$path says what the code says (node scripts/docs.ts)", ({ is, shouldBe }) => {
    expect(is).toBe(shouldBe);
  });

  test("the made tables have lines", () => {
    const [permissions = "", settings = ""] = madeDocuments().map(({ shouldBe }) => shouldBe);
    expect(permissions).toContain("| `grant.add` | no | in own organization | any |");
    expect(settings).toContain("| `LAKE_URL` | required |");
  });

  test("every decision record has a number of its own, the one in its title", () => {
    const records = readdirSync(join(root, "docs/decisions"));
    const numbers = records.map((name) => Number(name.slice(0, 4)));
    expect(new Set(numbers).size).toBe(numbers.length);
    const titled = records.map((name) => Number(/^# (\d+)/.exec(read(`docs/decisions/${name}`))?.[1]));
    expect(titled).toEqual(numbers);
  });

  test("every picture is shown somewhere and light enough to load", () => {
    const shown = new Set(documents.flatMap((document) => linksOf(read(document))).map(nameOf));
    const pictures = readdirSync(join(root, "docs/pictures"));
    expect(pictures.filter((picture) => !shown.has(picture))).toEqual([]);
    const sizes = pictures.map((picture) => statSync(join(root, "docs/pictures", picture)).size);
    expect(Math.max(...sizes)).toBeLessThan(pictureBytesMax);
  });
});

function nameOf(link: string): string {
  return link.split("/").at(-1) ?? "";
}

function read(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

/** Targets of Markdown links and pictures outside of code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/```.*?```/gs, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
}

function leadsSomewhere(document: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) {
    return true;
  }
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : join(dirname(document), path);
  return existsSync(join(root, target)) && (anchor === undefined || anchorsOf(read(target)).includes(anchor));
}

/** Anchors of headings as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const headings = text.replaceAll(/```.*?```/gs, "").matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
