/** Permission bits of one ACL entry: r=4, w=2, x=1. */
export const read = 4;
export const write = 2;
export const execute = 1;

/** `rwx` with dashes for missing bits. */
export function formatBits(bits: number): string {
  return `${bits & read ? "r" : "-"}${bits & write ? "w" : "-"}${bits & execute ? "x" : "-"}`;
}

/** Three characters `[r-][w-][x-]`; undefined when anything else. */
export function parseBits(text: string): number | undefined {
  if (!/^[r-][w-][x-]$/.test(text)) return undefined;
  return (text[0] === "r" ? read : 0) | (text[1] === "w" ? write : 0) | (text[2] === "x" ? execute : 0);
}
