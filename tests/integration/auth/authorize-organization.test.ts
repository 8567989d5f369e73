import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#lib/auth/actor.ts";
import { authorizeOrganization } from "#lib/auth/authorize-organization.ts";
import { loadActor } from "#lib/auth/load-actor.ts";
import { acquireStorageToken } from "#lib/auth/storage-token.ts";
import type { Services } from "#lib/platform/services.ts";
import { cast } from "#tests/cast.ts";
import { type Browser, signedIn, startPortal, type TestPortal } from "#tests/integration/auth/portal.ts";

let portal: TestPortal;
let services: Services;
let member: { browser: Browser; actor: Actor };
const [contoso, fabrikam, gone] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  portal = await startPortal();
  services = portal.services;
  member = await signedIn(portal, cast.contosoReader.address);
  await portal.database.owner(
    `INSERT INTO organization (id, slug, name, state, created_at) VALUES
       ($1, 'contoso-dairy', 'Contoso Dairy', 'active', now()), ($2, 'fabrikam-pharma', 'Fabrikam Pharma', 'active', now()),
       ($3, 'gone-foods', 'Gone Foods', 'offboarded', now())`,
    [contoso, fabrikam, gone],
  );
  await portal.database.owner(
    "INSERT INTO membership (organization_id, person_id, org_role, created_at) VALUES ($1, $3, 'member', now()), ($2, $3, 'admin', now())",
    [contoso, gone, member.actor.personId],
  );
});
afterAll(() => portal.end());

async function reload(browser: Browser): Promise<Actor> {
  const loaded = await loadActor(services, { token: browser.session, correlationId: "test-reload" });
  if (!loaded.ok) {
    throw new Error(loaded.refusal);
  }
  return loaded.actor;
}

test("a member is let into their own organization with their own role", async () => {
  const actor = await reload(member.browser);
  expect(await authorizeOrganization(services, actor, "contoso-dairy")).toEqual({
    ok: true,
    organization: {
      brand: "authorized-organization",
      id: contoso,
      slug: "contoso-dairy",
      name: "Contoso Dairy",
      orgRole: "member",
    },
  });
});

test("another's organization, one that does not exist and one that was offboarded are the same answer", async () => {
  const actor = await reload(member.browser);
  for (const slug of ["fabrikam-pharma", "never-was", "gone-foods", "", "contoso-dairy'--", contoso]) {
    expect(await authorizeOrganization(services, actor, slug)).toEqual({ ok: false, refusal: "absent" });
  }
});

test("a platform admin is let in anywhere, without a role where they are no member; not where nothing is", async () => {
  const { actor } = await signedIn(portal, cast.platformAdmin.address);
  const found = await authorizeOrganization(services, actor, "fabrikam-pharma");
  expect(found).toMatchObject({ ok: true, organization: { id: fabrikam, orgRole: null } });
  expect(await authorizeOrganization(services, actor, "never-was")).toEqual({ ok: false, refusal: "absent" });
});

/** The session's next request after a change of access: its storage token is refreshed. */
async function refresh(browser: Browser): Promise<Actor> {
  const { personId } = await reload(browser);
  await portal.database.owner("UPDATE person SET tokens_fresh_after = now() WHERE id = $1", [personId]);
  expect(await acquireStorageToken(services, await reload(browser))).toMatchObject({ ok: true });
  return reload(browser);
}

test("the app role outlives a refresh; once it is lost it ends with the next refresh, and stays lost at the next sign-in", async () => {
  const { browser } = await signedIn(portal, cast.platformAdmin.address);
  expect((await refresh(browser)).isPlatformAdmin).toBe(true);
  await portal.entra.admin("PATCH", `/people/${cast.platformAdmin.oid}`, { appRoles: [] });
  expect((await reload(browser)).isPlatformAdmin).toBe(true);
  expect((await refresh(browser)).isPlatformAdmin).toBe(false);
  const again = await signedIn(portal, cast.platformAdmin.address);
  expect(again.actor.isPlatformAdmin).toBe(false);
  const slug = "fabrikam-pharma";
  expect(await authorizeOrganization(services, again.actor, slug)).toEqual({ ok: false, refusal: "absent" });
});
