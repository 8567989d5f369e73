import { startEntra } from "#emulators/entra/start.ts";
import { endWithSupervisor } from "#emulators/shared/supervised.ts";

const setting = process.env;
const stateFolder = setting.ENTRA_STATE;
if (!stateFolder) throw new Error("ENTRA_STATE is not set: the folder that keeps the emulated directory.");

const entra = await startEntra({
  stateFolder,
  authorityFolder: setting.CA_FOLDER,
  portalOrigin: setting.PORTAL_ORIGIN,
  adminToken: setting.ADMIN_TOKEN,
  issuerBase: setting.ENTRA_ISSUER,
  registrationsPath: setting.ENTRA_REGISTRATIONS,
  secrets: setting,
  httpPort: Number(setting.ENTRA_HTTP_PORT ?? 4100),
  httpsPort: Number(setting.ENTRA_HTTPS_PORT ?? 4143),
  writeLog: (line) => process.stdout.write(line),
});
endWithSupervisor(entra.close);
process.stdout.write(
  `${JSON.stringify({ ready: true, http: entra.http, https: entra.https, issuer: entra.issuer })}\n`,
);
