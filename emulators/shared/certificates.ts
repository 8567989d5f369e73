// Decorators inside @peculiar/x509 need the Reflect polyfill before the library is evaluated.
import "reflect-metadata";
import { createPrivateKey } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { type AuthorityPem, authorityFrom } from "#emulators/shared/authority-folder.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 86_400_000;
const authorityDays = 3650;
// Browsers refuse server certificates valid for longer than 398 days (CA/Browser Forum, 2020).
const serverDays = 397;

/** What a TLS server needs: its certificate chain and key, and the authority that clients must trust (PEM). */
export type ServerCertificate = { certificate: string; key: string; authority: string };

/** Makes the local authority (ca.pem, ca.key) in a folder unless it is there; answers its certificate as PEM. */
export async function ensureAuthority(folder: string): Promise<string> {
  return (await authorityFrom(folder, makeAuthority)).certificate;
}

/**
 * Issues a fresh server certificate for 127.0.0.1, ::1 and localhost, signed by the folder's authority.
 * Its key stays in memory: every start gets a new one, so nothing but the authority is on disk.
 */
export async function issueServerCertificate(folder: string): Promise<ServerCertificate> {
  const authority = await authorityFrom(folder, makeAuthority);
  const issuer = new X509Certificate(authority.certificate);
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: "CN=localhost",
    issuer: issuer.subject,
    ...validFor(serverDays),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions: await serverExtensions(issuer, keys.publicKey),
  });
  return {
    certificate: certificate.toString("pem"),
    key: await exportKey(keys.privateKey),
    authority: authority.certificate,
  };
}

async function makeAuthority(): Promise<AuthorityPem> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: "CN=Lakeport local authority, O=Lakeport",
    ...validFor(authorityDays),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await exportKey(keys.privateKey) };
}

// Python 3.13 verifies strictly: both key identifiers and critical basic constraints must be there.
async function serverExtensions(issuer: X509Certificate, publicKey: CryptoKey): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([
      { type: "ip", value: "127.0.0.1" },
      { type: "ip", value: "::1" },
      { type: "dns", value: "localhost" },
    ]),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function exportKey(key: CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey("pkcs8", key));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ format: "pem", type: "pkcs8" })
    .toString();
}

async function importKey(pem: string): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
  return crypto.subtle.importKey("pkcs8", new Uint8Array(der), algorithm, false, ["sign"]);
}

/** A positive serial number of 15 random bytes, in hex. */
function serial(): string {
  return `01${Buffer.from(crypto.getRandomValues(new Uint8Array(15))).toString("hex")}`;
}

function validFor(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - dayMs), notAfter: new Date(now + days * dayMs) };
}
