import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AppError } from "#lib/platform/errors.ts";

/** What a sealed value belongs to; it opens for exactly this and nothing else. */
export type SealBinding = {
  purpose: "token-cache" | "spa-code" | "sign-in-attempt" | "hub-access-token";
  /** Id of the row (or the attempt's state) that holds it. */
  recordId: string;
  /** Empty before a person is known. */
  personId: string;
};

/** Sealed bytes and the id of the key that sealed them (also inside the bytes). */
export type SealedValue = { keyId: string; bytes: Uint8Array<ArrayBuffer> };

/** The key ring: the first seals, all open. */
export type SealKeys = { first: SealKey; all: ReadonlyMap<string, SealKey> };
type SealKey = { id: string; secret: Buffer };

const formatVersion = 1;
const ivBytes = 12;
const tagBytes = 16;

/** Reads SEAL_KEYS (`id:base64url(32 bytes)`, comma-separated); refuses wrong lengths, repeated and empty ids. */
export function readSealKeys(text: string): SealKeys {
  const keys = text.split(",").map(readSealKey);
  const all = new Map(keys.map((key) => [key.id, key]));
  const first = keys[0];
  if (first === undefined || all.size !== keys.length) {
    throw new AppError("configuration_invalid", "SEAL_KEYS names one key id twice.");
  }
  return { first, all };
}

function readSealKey(item: string): SealKey {
  const [id = "", encoded = ""] = item.trim().split(":");
  const secret = Buffer.from(encoded, "base64url");
  if (!/^[A-Za-z0-9._-]{1,32}$/.test(id) || secret.length !== 32) {
    throw new AppError(
      "configuration_invalid",
      "Each of SEAL_KEYS must read id:key, the key 32 bytes in base64url.",
    );
  }
  return { id, secret };
}

/** Seals `text` with AES-256-GCM under the first key; what it belongs to is part of the authenticated data. */
export function sealValue(keys: SealKeys, binding: SealBinding, text: string): SealedValue {
  const { id, secret } = keys.first;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", secret, iv);
  cipher.setAAD(associatedData(binding, id));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  const keyId = Buffer.from(id, "utf8");
  const bytes = Buffer.concat([
    Buffer.from([formatVersion, keyId.length]),
    keyId,
    iv,
    cipher.getAuthTag(),
    sealed,
  ]);
  return { keyId: id, bytes: new Uint8Array(bytes) };
}

/** Opens what `sealValue` made for the same binding; anything else is the fault `sealed_value_unreadable`. */
export function openValue(keys: SealKeys, binding: SealBinding, bytes: Uint8Array): string {
  try {
    const all = Buffer.from(bytes);
    const keyIdEnd = 2 + all.readUInt8(1);
    const key = keys.all.get(all.toString("utf8", 2, keyIdEnd));
    if (all.readUInt8(0) !== formatVersion || key === undefined) {
      throw new Error("unknown format or key");
    }
    const sealedStart = keyIdEnd + ivBytes + tagBytes;
    const decipher = createDecipheriv("aes-256-gcm", key.secret, all.subarray(keyIdEnd, keyIdEnd + ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(associatedData(binding, key.id));
    decipher.setAuthTag(all.subarray(keyIdEnd + ivBytes, sealedStart));
    return Buffer.concat([decipher.update(all.subarray(sealedStart)), decipher.final()]).toString("utf8");
  } catch (error) {
    throw new AppError("sealed_value_unreadable", `A sealed ${binding.purpose} does not open.`, {
      cause: error,
    });
  }
}

/** An array in JSON is unambiguous: no two bindings give the same bytes. */
function associatedData(binding: SealBinding, keyId: string): Buffer {
  return Buffer.from(
    JSON.stringify(["lakeport", formatVersion, binding.purpose, binding.recordId, binding.personId, keyId]),
  );
}
