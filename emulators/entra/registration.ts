import { readFileSync } from "node:fs";
import { z } from "zod";
import { microsoftResources, type Resource } from "#emulators/entra/resource.ts";

const permissionSchema = z.object({
  resource: z.string(),
  delegated: z.array(z.string()),
  application: z.array(z.string()),
  adminConsented: z.boolean(),
});
const appSchema = z.strictObject({
  name: z.string(),
  purpose: z.string().default(""),
  clientId: z.guid(),
  servicePrincipalId: z.guid(),
  kind: z.enum(["confidential", "public"]),
  secretSetting: z.string().optional(),
  redirectUris: z
    .object({ web: z.array(z.string()), spa: z.array(z.string()), native: z.array(z.string()) })
    .default({ web: [], spa: [], native: [] }),
  logoutRedirectUris: z.array(z.string()).default([]),
  exposes: z.object({ scopes: z.array(z.string()) }).optional(),
  appRoles: z.array(z.object({ id: z.guid(), value: z.string() })).default([]),
  optionalClaims: z.array(z.enum(["acct", "login_hint", "email"])).default([]),
  groupMembershipClaims: z.enum(["None", "SecurityGroup"]).default("None"),
  assignmentRequired: z.boolean().default(false),
  passwordGrantInEmulator: z.boolean().default(false),
  permissions: z.array(permissionSchema),
});
const fileSchema = z.object({
  tenant: z.object({
    id: z.guid(),
    name: z.string(),
    domain: z.string(),
    initialDomain: z.string(),
    guestRole: z.enum(["restricted", "limited", "member"]),
  }),
  apps: z.array(appSchema),
});

/** An app registration of infra/entra.json with its service principal. */
export type App = z.infer<typeof appSchema>;
export type Tenant = z.infer<typeof fileSchema>["tenant"];

/** Everything that an administrator configured: the tenant, its applications, and the APIs they can ask for. */
export type Registrations = { tenant: Tenant; apps: App[]; resources: readonly Resource[] };

/** How an application's redirect address was registered; it decides who may redeem a code. */
export type RedirectKind = "web" | "spa" | "native";

/** Reads infra/entra.json (or another file of its shape); `{PORTAL_ORIGIN}` becomes the portal's origin. */
export function readRegistrations(portalOrigin: string, path?: string): Registrations {
  const source = readFileSync(path ?? new URL("../../infra/entra.json", import.meta.url), "utf8");
  return parseRegistrations(JSON.parse(source.replaceAll("{PORTAL_ORIGIN}", portalOrigin)));
}

/** Judges the parsed content of infra/entra.json; throws with the field's name when it is not of that shape. */
export function parseRegistrations(content: unknown): Registrations {
  const { tenant, apps } = fileSchema.parse(content);
  const own = apps.flatMap((app): Resource[] => {
    if (!app.exposes) return [];
    const shared = { appId: app.clientId, clientId: app.clientId, audience: app.clientId };
    const offers = { delegated: app.exposes.scopes, application: [], tokenVersion: 2 as const };
    return [{ uri: `api://${app.clientId}`, ...shared, ...offers }];
  });
  return { tenant, apps, resources: [...microsoftResources, ...own] };
}

/** The application with a client id, any letter case, or null. */
export function appOf(registrations: Registrations, clientId: string): App | null {
  return registrations.apps.find((app) => app.clientId === clientId.toLowerCase()) ?? null;
}

/** How a redirect address is registered, or null. Native loopback addresses match on any port, as in Entra. */
export function redirectKindOf(app: App, redirectUri: string): RedirectKind | null {
  if (app.redirectUris.web.includes(redirectUri)) return "web";
  if (app.redirectUris.spa.includes(redirectUri)) return "spa";
  const portless = redirectUri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1)):\d+/, "$1").replace(/\/$/, "");
  return app.redirectUris.native.includes(redirectUri) || app.redirectUris.native.includes(portless)
    ? "native"
    : null;
}

/** Whether an Origin belongs to a registered single-page redirect address (of one application, or of any). */
export function isSpaOrigin(apps: readonly App[], origin: string): boolean {
  return apps.some((app) => app.redirectUris.spa.some((uri) => new URL(uri).origin === origin));
}
