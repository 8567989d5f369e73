import { type PartitionDirectory, parsePartitionDirectory } from "#lib/folders/folder-path.ts";

/** An organization's name in addresses and paths: lower-case ASCII, made once; from `parseOrgSlug` only. */
export type OrgSlug = string & { readonly __brand: "OrgSlug" };

export type OrgSlugResult =
  | { readonly ok: true; readonly slug: OrgSlug }
  | { readonly ok: false; readonly reason: "too-short" | "too-long" | "bad-character" | "reserved" };

export const orgSlugCharactersMin = 2;
export const orgSlugCharactersMax = 40;

/** First path segments that the portal's own pages take. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  "admin",
  "api",
  "auth",
  "docs",
  "health",
  "help",
  "home",
  "hub",
  "me",
  "new",
  "organizations",
  "public",
  "requests",
  "settings",
  "sign-in",
  "sign-out",
  "static",
]);

/**
 * The slug when the text is one: 2 to 40 of `a-z0-9` and single inner hyphens, not a word that the portal's
 * own pages use.
 */
export function parseOrgSlug(text: string): OrgSlugResult {
  if (text.length < orgSlugCharactersMin) return { ok: false, reason: "too-short" };
  if (text.length > orgSlugCharactersMax) return { ok: false, reason: "too-long" };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return { ok: false, reason: "bad-character" };
  if (reservedSlugs.has(text)) return { ok: false, reason: "reserved" };
  return { ok: true, slug: text as OrgSlug };
}

/**
 * A slug for any name: accents and case are dropped, everything else becomes a hyphen, a name without a
 * single Latin letter or digit becomes `organization`. Whether it is taken is the caller's question; `attempt`
 * 2, 3, … asks for the next candidate (`contoso-2`).
 */
export function slugOfName(name: string, attempt = 1): OrgSlug {
  const ending = attempt > 1 ? `-${attempt}` : "";
  const words = asciiWords(name) || fallbackWords;
  const stem = words.length < orgSlugCharactersMin || reservedSlugs.has(words) ? `${words}-org` : words;
  const cut = stem.slice(0, orgSlugCharactersMax - ending.length).replace(/-+$/, "");
  return `${cut}${ending}` as OrgSlug;
}

/**
 * `<slug>-<6 random characters>`, an organization's directory at a container's root; 30 bits of chance, since
 * whoever knows the exact name may read the directory's status. `randomBytes` gives that many fresh bytes.
 */
export function partitionDirectoryOf(
  slug: OrgSlug,
  randomBytes: (count: number) => Uint8Array,
): PartitionDirectory {
  const suffix = Array.from(randomBytes(suffixCharacters), (byte) => suffixAlphabet[byte & 31]).join("");
  const parsed = parsePartitionDirectory(`${slug}-${suffix}`);
  if (!parsed.ok) throw new RangeError(`randomBytes gave ${suffix.length} of ${suffixCharacters} bytes`);
  return parsed.directory;
}

const suffixCharacters = 6;

/** 32 characters, so that five bits of a byte choose one evenly; without l, o, 0 and 1, which people confuse. */
const suffixAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

const fallbackWords = "organization";

/** Letters that Unicode does not decompose into a Latin letter and a mark. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ł: "l",
  þ: "th",
};

function asciiWords(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]/gu, (character) => spelledOut[character] ?? "-")
    .replace(/-+/g, "-")
    .replace(/^-|-$/g, "");
}
