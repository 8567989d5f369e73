import { createHash, X509Certificate } from "node:crypto";
import { z } from "zod";
import type { AdminRequest } from "#emulators/entra/admin/request.ts";
import { jsonReply, type Reply } from "#emulators/entra/exchange.ts";
import { appOf } from "#emulators/entra/registration.ts";
import type { World } from "#emulators/entra/world.ts";

const bodySchema = z.strictObject({ clientId: z.guid(), certificate: z.string() });

/** Registers a certificate (PEM) at an application, so that its client assertions count. */
export function certificates(world: World, { body }: AdminRequest): Reply {
  const { clientId, certificate } = bodySchema.parse(body);
  const app = appOf(world.registrations, clientId);
  if (!app || app.kind === "public")
    return jsonReply(404, { error: { code: "NotFound", message: clientId } });
  const { raw } = new X509Certificate(certificate);
  const insert = world.database.prepare("insert or ignore into certificates values (?, ?, ?)");
  const thumbprints = ["sha1", "sha256"].map((algorithm) =>
    createHash(algorithm).update(raw).digest("base64url"),
  );
  for (const thumbprint of thumbprints) insert.run(app.clientId, thumbprint, certificate);
  return jsonReply(201, { thumbprints });
}
