import { join } from "node:path";
import { untouchedControls } from "#emulators/entra/controls.ts";
import { openDirectory } from "#emulators/entra/directory/database.ts";
import { groupsIn } from "#emulators/entra/directory/groups.ts";
import { invitationsIn } from "#emulators/entra/directory/invitations.ts";
import { peopleIn } from "#emulators/entra/directory/people.ts";
import { seedPeople } from "#emulators/entra/directory/seed.ts";
import { grantsIn } from "#emulators/entra/grant-store.ts";
import { readRegistrations } from "#emulators/entra/registration.ts";
import { entraHandle } from "#emulators/entra/routes.ts";
import { freshValue } from "#emulators/entra/sealed-rows.ts";
import { sessionsIn } from "#emulators/entra/session-store.ts";
import { signingKeyIn } from "#emulators/entra/signing-key.ts";
import type { World } from "#emulators/entra/world.ts";
import { issueServerCertificate } from "#emulators/shared/certificates.ts";
import { type Listening, listen } from "#emulators/shared/listen.ts";
import { createRequestLog } from "#emulators/shared/request-log.ts";

const logLinesMax = 20_000;

/** How the emulator runs. Ports default to 0 (a free one); secrets are keyed by the setting that infra/entra.json names. */
export type EntraOptions = {
  stateFolder: string;
  /** Folder of ca.pem and ca.key; default: the state folder. */
  authorityFolder?: string;
  portalOrigin?: string;
  adminToken?: string;
  secrets?: Record<string, string | undefined>;
  httpPort?: number;
  httpsPort?: number;
  /** Origin in the v2 issuer; default: the https origin, because MSAL refuses an http issuer from an https authority. */
  issuerBase?: string;
  /** Another file of the shape of infra/entra.json. */
  registrationsPath?: string;
  writeLog?: (line: string) => void;
};

/** A running emulator. */
export type Entra = Listening & { tenantId: string; issuer: string; authorityPath: string };

/** Starts Entra and Graph in one process on both ports; the directory is created and seeded where it is missing. */
export async function startEntra(options: EntraOptions): Promise<Entra> {
  const database = openDirectory(options.stateFolder);
  const controls = untouchedControls();
  const now = (): number => Date.now() + controls.clockOffsetMs;
  const portalOrigin = options.portalOrigin ?? "http://localhost:3000";
  const registrations = readRegistrations(portalOrigin, options.registrationsPath);
  const world: World = {
    registrations,
    issuerBase: options.issuerBase ?? "",
    adminToken: options.adminToken,
    secrets: options.secrets ?? {},
    database,
    people: peopleIn(database),
    groups: groupsIn(database),
    invitations: invitationsIn(database),
    grants: grantsIn(database, now),
    sessions: sessionsIn(database, now),
    signing: await signingKeyIn(database),
    controls,
    log: createRequestLog(logLinesMax, options.writeLog),
    now,
  };
  seed(world, portalOrigin);
  const authorityFolder = options.authorityFolder ?? options.stateFolder;
  const certificate = await issueServerCertificate(authorityFolder);
  const ports = { httpPort: options.httpPort ?? 0, httpsPort: options.httpsPort ?? 0 };
  const listening = await listen(entraHandle(world), { ...ports, certificate });
  world.issuerBase ||= listening.https;
  const tenantId = registrations.tenant.id;
  return {
    ...listening,
    tenantId,
    issuer: `${world.issuerBase}/${tenantId}/v2.0`,
    authorityPath: join(authorityFolder, "ca.pem"),
    close: async () => {
      await listening.close();
      database.close();
    },
  };
}

/** Adds the demo people, and an invitation for whoever is pending without one. */
function seed(world: World, portalOrigin: string): void {
  seedPeople(world.people, world.registrations.tenant.initialDomain);
  for (const { id, isPending } of world.people.all()) {
    if (!isPending || world.invitations.ofPerson(id)) continue;
    world.invitations.keep({ ticket: freshValue(""), personId: id, redirectUrl: `${portalOrigin}/` });
  }
}
