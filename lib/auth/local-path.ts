/**
 * A path of our own to return to after sign-in, or "/". Refuses other origins in every spelling that browsers accept
 * (`//host`, `/\host`, schemes, control characters), and the sign-in routes themselves (a loop). Of the API only the Hub's
 * own sign-in is a place for a browser to return to.
 */
export function localPath(value: string | null | undefined): string {
  const isPath = value?.startsWith("/") && !hasForeignSpelling(value) && value.length <= 2000;
  if (!isPath || value === null || value === undefined) {
    return "/";
  }
  const url = new URL(value, "http://portal.invalid");
  const isOurs = url.origin === "http://portal.invalid" && !url.pathname.startsWith("//");
  const isReturnable = url.pathname === hubSignInPath || !/^\/(api|sign-in|auth)(\/|$)/.test(url.pathname);
  return isOurs && isReturnable ? url.pathname + url.search : "/";
}

const hubSignInPath = "/api/hub-oauth/authorize";

function hasForeignSpelling(value: string): boolean {
  return value.startsWith("//") || value.includes("\\") || hasControlCharacter(value);
}

function hasControlCharacter(value: string): boolean {
  return Array.from(value).some((character) => character < " " || character === "\u007f");
}
