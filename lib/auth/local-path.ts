/**
 * A path of our own to return to after sign-in, or "/". Refuses other origins in every spelling that browsers accept
 * (`//host`, `/\host`, schemes, control characters), and the sign-in routes themselves (a loop).
 */
export function localPath(value: string | null | undefined): string {
  const isPath = value?.startsWith("/") && !hasForeignSpelling(value) && value.length <= 2000;
  if (!isPath || value === null || value === undefined) {
    return "/";
  }
  const url = new URL(value, "http://portal.invalid");
  const isOurs = url.origin === "http://portal.invalid" && !url.pathname.startsWith("//");
  return isOurs && !/^\/(api|sign-in|auth)(\/|$)/.test(url.pathname) ? url.pathname + url.search : "/";
}

function hasForeignSpelling(value: string): boolean {
  return value.startsWith("//") || value.includes("\\") || hasControlCharacter(value);
}

function hasControlCharacter(value: string): boolean {
  return Array.from(value).some((character) => character < " " || character === "\u007f");
}
