import type { DatabaseSync } from "node:sqlite";
import {
  calculateJwkThumbprint,
  compactVerify,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from "jose";
import { z } from "zod";

const claimsSchema = z.record(z.string(), z.unknown());

/** The tenant's one signing key: signs claims, verifies its own tokens, and shows its public half. */
export type SigningKey = {
  publicJwk: JWK;
  sign: (claims: Record<string, unknown>) => Promise<string>;
  /** The claims of a token that this key signed, its times not judged; null for anything else. */
  read: (token: string) => Promise<Record<string, unknown> | null>;
};

/** Reads the signing key from the directory's database, or makes it at the first start. */
export async function signingKeyIn(database: DatabaseSync): Promise<SigningKey> {
  const stored = database.prepare("select value from facts where name = 'signing-key'").get()?.value;
  const privateJwk: JWK = stored ? JSON.parse(String(stored)) : await makeKey(database);
  const { kty, n, e, kid } = privateJwk;
  const publicJwk: JWK = { kty, n, e, kid, use: "sig", alg: "RS256", x5t: kid };
  const privateKey = await importJWK(privateJwk, "RS256");
  const publicKey = await importJWK(publicJwk, "RS256");
  return {
    publicJwk,
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ typ: "JWT", alg: "RS256", x5t: kid, kid }).sign(privateKey),
    read: async (token) => {
      try {
        // Times are judged by the caller with the emulator's own clock, which an administrator can turn.
        const { payload } = await compactVerify(token, publicKey, { algorithms: ["RS256"] });
        return claimsSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

async function makeKey(database: DatabaseSync): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const named = { ...jwk, kid: await calculateJwkThumbprint(jwk) };
  database.prepare("insert into facts values ('signing-key', ?)").run(JSON.stringify(named));
  return named;
}
