import { type Acl, type Bits, findEntry, formatBits, noBits, toBits } from "#lib/acl/entry.ts";

/** Mode bits of an item: three triplets, the sticky bit, and whether an extended ACL exists (`+`). */
export type Permissions = {
  readonly user: Bits;
  readonly group: Bits;
  readonly other: Bits;
  readonly isSticky: boolean;
  readonly isExtended: boolean;
};

export type ParsedPermissions =
  | { readonly ok: true; readonly permissions: Permissions }
  | {
      readonly ok: false;
      readonly position: number;
      readonly reason: "bad-length" | "bad-character" | "bad-digit";
    };

/**
 * `x-ms-permissions` in symbolic (`rwxr-x--T+`) or octal form (`1750`, `750`; three digits are accepted by
 * the lake, recorded 2021). Refuses anything else with the position; set-user-id digits are refused too.
 */
export function parsePermissions(text: string): ParsedPermissions {
  return /^[0-9]/.test(text) ? parseOctal(text) : parseSymbolic(text);
}

/** `rwxrwx--T+`: sticky as `t` with and `T` without the others' execute bit, `+` for an extended ACL. */
export function formatPermissions(permissions: Permissions): string {
  const other = formatBits(permissions.other);
  const last = permissions.isSticky ? (permissions.other & 1 ? "t" : "T") : other[2];
  const plus = permissions.isExtended ? "+" : "";
  return `${formatBits(permissions.user)}${formatBits(permissions.group)}${other.slice(0, 2)}${last}${plus}`;
}

/** Four octal digits, the sticky bit first: `1770`. */
export function formatOctal(permissions: Permissions): string {
  return `${permissions.isSticky ? 1 : 0}${permissions.user}${permissions.group}${permissions.other}`;
}

/**
 * The mode bits that the lake shows for an access ACL: with a mask, the group triplet is the mask and `+`
 * follows, even without a named entry (recorded 2022, `net2022-DirectoryClientTests-CreateAsync-Acl-True`).
 */
export function permissionsOfAcl(acl: Acl, isSticky: boolean): Permissions {
  const bitsOf = (tag: "user" | "group" | "mask" | "other") =>
    findEntry(acl, { scope: "access", tag, qualifier: null })?.bits;
  const mask = bitsOf("mask");
  return {
    user: bitsOf("user") ?? noBits,
    group: mask ?? bitsOf("group") ?? noBits,
    other: bitsOf("other") ?? noBits,
    isSticky,
    isExtended: mask !== undefined,
  };
}

function parseOctal(text: string): ParsedPermissions {
  if (text.length !== 3 && text.length !== 4)
    return { ok: false, position: text.length, reason: "bad-length" };
  const digits = text.padStart(4, "0");
  const bad = [...digits].findIndex((digit, index) => !(index === 0 ? /[01]/ : /[0-7]/).test(digit));
  if (bad >= 0) return { ok: false, position: bad - (4 - text.length), reason: "bad-digit" };
  const [sticky = 0, user = 0, group = 0, other = 0] = [...digits].map(Number);
  return {
    ok: true,
    permissions: {
      user: toBits(user),
      group: toBits(group),
      other: toBits(other),
      isSticky: sticky === 1,
      isExtended: false,
    },
  };
}

function parseSymbolic(text: string): ParsedPermissions {
  if (text.length < 9) return { ok: false, position: text.length, reason: "bad-length" };
  const bad = [...text].findIndex((character, index) => !isAllowedAt(character, index));
  if (bad >= 0) return { ok: false, position: bad, reason: bad > 9 ? "bad-length" : "bad-character" };
  return {
    ok: true,
    permissions: {
      user: readTriplet(text.slice(0, 3)),
      group: readTriplet(text.slice(3, 6)),
      other: readTriplet(text.slice(6, 9)),
      isSticky: text[8] === "t" || text[8] === "T",
      isExtended: text[9] === "+",
    },
  };
}

const allowedCharacters = ["r-", "w-", "x-", "r-", "w-", "x-", "r-", "w-", "xtT-", "+"];

function isAllowedAt(character: string, index: number): boolean {
  return allowedCharacters[index]?.includes(character) ?? false;
}

function readTriplet(text: string): Bits {
  return toBits((text[0] === "r" ? 4 : 0) + (text[1] === "w" ? 2 : 0) + (/[xt]/.test(text[2] ?? "") ? 1 : 0));
}
