import "reflect-metadata";
import { execFile } from "node:child_process";
import { createHash, generateKeyPairSync, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import { ConfidentialClientApplication, PublicClientApplication } from "@azure/msal-node";
import { X509CertificateGenerator } from "@peculiar/x509";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cast, clients, principals, tenantId } from "#tests/cast.ts";
import {
  claimsIn,
  portalClient,
  type StartedEntra,
  startedEntra,
  storageScope,
} from "#tests/contract/entra/started-entra.ts";

let entra: StartedEntra;
beforeAll(async () => {
  entra = await startedEntra();
});
afterAll(() => entra.end());

const storageDefault = "https://storage.azure.com/.default";
const apiScope = `api://${clients.portal}/access_as_user`;

/** Runs @azure/identity in a process of its own, which trusts the local authority as every SDK does. */
async function azureIdentity(secret: string): Promise<{ stdout: string }> {
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: entra.authorityPath,
    AUTHORITY_HOST: entra.https,
    TENANT: tenantId,
    CLIENT: clients.worker,
    SECRET: secret,
    SCOPE: storageDefault,
  };
  return promisify(execFile)(process.execPath, [`${import.meta.dirname}/azure-identity-child.ts`], { env });
}

test("@azure/identity gets the worker's token over https with metadata from the network, and not with a wrong secret", async () => {
  const { stdout } = await azureIdentity("worker secret");
  expect(claimsIn(stdout)).toMatchObject({
    aud: "https://storage.azure.com",
    idtyp: "app",
    oid: principals.worker,
    sub: principals.worker,
    appid: clients.worker,
    iss: `https://sts.windows.net/${tenantId}/`,
  });
  await expect(azureIdentity("wrong")).rejects.toThrow("AADSTS7000215");
});

test("both origins publish one issuer and their own endpoints", async () => {
  const path = `/${tenantId}/v2.0/.well-known/openid-configuration`;
  const metadata = await (await fetch(`${entra.http}${path}`)).json();
  expect(metadata).toMatchObject({
    issuer: entra.issuer,
    token_endpoint: `${entra.http}/${tenantId}/oauth2/v2.0/token`,
  });
  expect(entra.issuer.startsWith(entra.https)).toBe(true);
});

test("application permissions are in a Graph token, as infra/entra.json consents them", async () => {
  const claims = claimsIn(await entra.tokenOfApp("worker", "https://graph.microsoft.com/.default"));
  expect(claims.roles).toEqual(["Group.Create", "GroupMember.Read.All", "User.Invite.All", "User.Read.All"]);
});

test("MSAL exchanges a person's token for the portal's API into that person's storage token, and no other token", async () => {
  const client = portalClient(entra);
  const assertion = await entra.tokenOf(cast.fabrikamReader.address, apiScope);
  expect(claimsIn(assertion)).toMatchObject({
    aud: clients.portal,
    iss: entra.issuer,
    ver: "2.0",
    azp: clients.cli,
    scp: "access_as_user",
    oid: cast.fabrikamReader.oid,
  });
  const exchanged = await client.acquireTokenOnBehalfOf({ oboAssertion: assertion, scopes: [storageScope] });
  expect(claimsIn(exchanged?.accessToken ?? "")).toMatchObject({
    oid: cast.fabrikamReader.oid,
    appid: clients.portal,
  });
  const foreign = await entra.tokenOf(cast.fabrikamReader.address, storageScope);
  const refused = (oboAssertion: string) =>
    client.acquireTokenOnBehalfOf({ oboAssertion, scopes: [storageScope] });
  await expect(refused(foreign)).rejects.toThrow("AADSTS500131");
  await expect(refused(`${assertion}x`)).rejects.toThrow("AADSTS50013");
});

test("an expired assertion is refused, and so is one without the words for on-behalf-of", async () => {
  const assertion = await entra.tokenOf(cast.fabrikamReader.address, apiScope);
  const form = {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    client_id: clients.portal,
    client_secret: "portal secret",
    assertion,
    scope: storageScope,
  };
  expect((await entra.token(form)).body.error_codes).toEqual([90014]);
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 2 * 3_600_000 });
  const late = await entra.token({ ...form, requested_token_use: "on_behalf_of" });
  await entra.admin("PATCH", "/controls", { clockOffsetMs: 0 });
  expect(late.body.error_codes).toEqual([500133]);
});

test("MSAL's public client signs in by password in the emulator, for the lake as that person", async () => {
  const client = new PublicClientApplication({
    auth: {
      clientId: clients.cli,
      authority: `https://login.local/${tenantId}`,
      knownAuthorities: ["login.local"],
      authorityMetadata: JSON.stringify(await metadataOf(entra)),
    },
  });
  const request = { scopes: [storageScope], username: cast.contosoAdmin.address, password: "local" };
  const result = await client.acquireTokenByUsernamePassword(request);
  expect(claimsIn(result?.accessToken ?? "")).toMatchObject({
    oid: cast.contosoAdmin.oid,
    appid: clients.cli,
    appidacr: "0",
  });
});

async function metadataOf({ http }: StartedEntra): Promise<unknown> {
  return (await fetch(`${http}/${tenantId}/v2.0/.well-known/openid-configuration`)).json();
}

test("a certificate counts once it is registered at that application, and at no other", async () => {
  const { certificate, key } = await selfSigned();
  const client = async (clientId: string) => {
    const clientCertificate = { privateKey: key, thumbprintSha256: thumbprintOf(certificate) };
    const authorityMetadata = JSON.stringify(await metadataOf(entra));
    const authority = {
      authority: `https://login.local/${tenantId}`,
      knownAuthorities: ["login.local"],
      authorityMetadata,
    };
    return new ConfidentialClientApplication({ auth: { clientId, clientCertificate, ...authority } });
  };
  const ask = async (clientId: string) =>
    (await client(clientId)).acquireTokenByClientCredential({ scopes: [storageDefault] });
  await expect(ask(clients.worker)).rejects.toThrow("AADSTS700027");
  await entra.admin("POST", "/certificates", { clientId: clients.worker, certificate });
  expect(claimsIn((await ask(clients.worker))?.accessToken ?? "")).toMatchObject({
    oid: principals.worker,
    appidacr: "2",
  });
  await expect(ask(clients.pipeline)).rejects.toThrow("AADSTS700027");
});

function thumbprintOf(certificate: string): string {
  return createHash("sha256").update(new X509Certificate(certificate).raw).digest("hex");
}

async function selfSigned(): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pkcs8 = new Uint8Array(privateKey.export({ type: "pkcs8", format: "der" }));
  const jwk = privateKey.export({ format: "jwk" });
  const keys = {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]),
    publicKey: await crypto.subtle.importKey("jwk", { kty: "RSA", n: jwk.n, e: jwk.e }, algorithm, true, [
      "verify",
    ]),
  };
  const made = await X509CertificateGenerator.createSelfSigned({
    name: "CN=worker",
    keys,
    signingAlgorithm: algorithm,
  });
  return {
    certificate: made.toString("pem"),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}
