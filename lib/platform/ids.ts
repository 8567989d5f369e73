import { createHash, randomBytes } from "node:crypto";

/** Chance comes in through here, so that a test can fix it. */
export type Ids = {
  /** A time-ordered UUID (RFC 9562 version 7): the key of every row. */
  uuid(): string;
  /** A ULID in lower case, 26 characters: opaque names that sort by birth. */
  ulid(): string;
  /** `bytes` random bytes in base64url: cookies, codes, verifiers. */
  token(bytes: number): string;
  /** `length` characters of a–z and 2–7: the suffix of a partition directory. */
  suffix(length: number): string;
};

const crockford = "0123456789abcdefghjkmnpqrstvwxyz";
const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Ids from the machine's own source of chance. */
export const systemIds: Ids = {
  uuid: () => uuidV7(Date.now(), randomBytes(10)),
  ulid: () => ulidOf(Date.now(), randomBytes(16)),
  token: (bytes) => randomBytes(bytes).toString("base64url"),
  suffix: (length) => pick(base32, randomBytes(length)),
};

/** SHA-256 in base64url: how cookies and codes are stored. */
export function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}

function uuidV7(milliseconds: number, chance: Buffer): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(milliseconds, 0, 6);
  chance.copy(bytes, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function ulidOf(milliseconds: number, chance: Buffer): string {
  let time = "";
  let rest = milliseconds;
  for (let place = 0; place < 10; place += 1) {
    time = crockford.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  return time + pick(crockford, chance);
}

function pick(alphabet: string, chance: Buffer): string {
  return Array.from(chance, (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}
