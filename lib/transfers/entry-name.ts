import { isName } from "#lib/browsing/data-url.ts";

const nameCharactersMax = 255;

/**
 * Why a name cannot be given to something new, in a sentence; null when it can. Stricter than reading: what other
 * tools (Windows, Hadoop) cannot open is not made here.
 */
export function refuseEntryName(name: string): string | null {
  if (!isName(name)) {
    return "A name cannot be empty, “.” or “..”, nor contain /, \\ or control characters.";
  }
  if (name !== name.trim() || name.endsWith(".")) {
    return "A name cannot start or end with a space, nor end with a dot.";
  }
  if (name.startsWith(".lakeport-")) {
    return "Names that start with .lakeport- are kept for unfinished uploads.";
  }
  return name.length > nameCharactersMax ? `A name has at most ${nameCharactersMax} characters.` : null;
}
