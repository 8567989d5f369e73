import { createHash, createPublicKey, timingSafeEqual } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { ClientProof } from "#emulators/entra/claims.ts";
import { type EntraRequest, headerOf } from "#emulators/entra/exchange.ts";
import { type App, appOf } from "#emulators/entra/registration.ts";
import type { World } from "#emulators/entra/world.ts";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
// Entra allows clocks to differ by five minutes; MSAL rounds `nbf` to the next second.
const clockSkewSeconds = 300;

/** The client that asks the token endpoint, and what it proved itself with: "0" nothing, "1" secret, "2" certificate. */
export type AskingClient = { app: App; proof: ClientProof };

/** Who asks: by secret in the form or Basic header, by certificate, or by name alone. Refuses wrong proofs, not absent ones. */
export async function askingClient(world: World, request: EntraRequest): Promise<AskingClient> {
  const basic = basicCredentials(request);
  const clientId = request.form.get("client_id") ?? basic?.id;
  if (!clientId) throw new EntraRefusal(90014, { detail: "Field: client_id" });
  const app = appOf(world.registrations, clientId);
  if (!app)
    throw new EntraRefusal(700016, {
      detail: `Application with identifier '${clientId}'.`,
      error: "unauthorized_client",
    });
  const secret = request.form.get("client_secret") ?? basic?.secret ?? null;
  const assertion = request.form.get("client_assertion");
  if (app.kind === "public" && (secret !== null || assertion !== null)) throw new EntraRefusal(700025);
  if (assertion !== null) {
    await checkAssertion(world, app, { assertion, type: request.form.get("client_assertion_type") });
    return { app, proof: "2" };
  }
  if (secret === null) return { app, proof: "0" };
  checkSecret(world, app, secret);
  return { app, proof: "1" };
}

/** Refuses a confidential client that proved nothing. */
export function demandProof({ app, proof }: AskingClient): void {
  if (app.kind === "confidential" && proof === "0") throw new EntraRefusal(7000218);
}

function checkSecret(world: World, app: App, secret: string): void {
  const expected = app.secretSetting ? world.secrets[app.secretSetting] : undefined;
  if (!expected || !timingSafeEqual(sha256(secret), sha256(expected))) {
    throw new EntraRefusal(7000215, { detail: `Application '${app.name}' (${app.clientId}).` });
  }
}

async function checkAssertion(
  world: World,
  app: App,
  given: { assertion: string; type: string | null },
): Promise<void> {
  if (given.type !== assertionType) throw new EntraRefusal(9002313, { detail: "client_assertion_type" });
  const pem = certificateFor(world, app, thumbprintOf(given.assertion));
  if (!pem) throw new EntraRefusal(700027);
  try {
    const { payload } = await jwtVerify(given.assertion, createPublicKey(pem), {
      issuer: app.clientId,
      subject: app.clientId,
      algorithms: ["RS256", "PS256"],
      currentDate: new Date(world.now()),
      clockTolerance: clockSkewSeconds,
      requiredClaims: ["exp", "jti"],
    });
    if (isForThisTenant(payload.aud, world.registrations.tenant.id)) return;
  } catch (error) {
    throw new EntraRefusal(700027, { detail: error instanceof Error ? error.message : "" });
  }
  throw new EntraRefusal(700027, { detail: `Audience: ${String(decodeJwt(given.assertion).aud)}` });
}

function isForThisTenant(audience: string | string[] | undefined, tenantId: string): boolean {
  const ends = [`/${tenantId}/oauth2/v2.0/token`, `/${tenantId}/v2.0`];
  return [audience].flat().some((value) => ends.some((end) => value?.endsWith(end)));
}

function thumbprintOf(assertion: string): string {
  try {
    const header = decodeProtectedHeader(assertion);
    const thumbprint = header["x5t#S256"] ?? header.x5t;
    return typeof thumbprint === "string" ? thumbprint : "";
  } catch {
    throw new EntraRefusal(50027, { error: "invalid_client" });
  }
}

function certificateFor(world: World, app: App, thumbprint: string): string | null {
  const row = world.database
    .prepare("select pem from certificates where client_id = ? and thumbprint = ?")
    .get(app.clientId, thumbprint);
  return row ? String(row.pem) : null;
}

function basicCredentials(request: EntraRequest): { id: string; secret: string } | null {
  const [, encoded] = /^Basic (.+)$/i.exec(headerOf(request, "authorization") ?? "") ?? [];
  if (!encoded) return null;
  const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(/:(.*)/s);
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
