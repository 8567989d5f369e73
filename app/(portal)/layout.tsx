import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { navigationOf, paletteOf, roleOf } from "#app/(portal)/shell-places.ts";
import { requireActor } from "#app/actor.ts";
import { grantedFolders } from "#app/granted.ts";
import { AppShell } from "#components/shell/app-shell.tsx";
import { TransfersProvider } from "#components/transfers/transfers-provider.tsx";
import { readTheme, themeCookie } from "#components/ui/theme.ts";
import { listRunning } from "#lib/notebooks/queries.ts";
import { isLocalCloud } from "#lib/platform/env.ts";
import { webServices } from "#lib/platform/services.ts";

const paths = { signOut: "/api/auth/sign-out", switchPerson: "/auth/switch" };

/** The frame around every signed-in page. It guards nothing: each page asks for its own actor. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const services = webServices();
  const actor = await requireActor();
  const [folders, runningServers, jar] = await Promise.all([
    grantedFolders(),
    listRunning(services, actor),
    cookies(),
  ]);
  return (
    <AppShell
      person={{ name: actor.name, address: actor.address, role: roleOf(actor) }}
      organizations={actor.memberships.map(({ slug, name }) => ({ slug, name, href: `/${slug}` }))}
      navigation={navigationOf(actor)}
      palette={paletteOf(actor, folders)}
      runningServers={runningServers}
      paths={paths}
      theme={readTheme(jar.get(themeCookie)?.value)}
      isLocalCloud={isLocalCloud(services.env)}
    >
      <TransfersProvider>{children}</TransfersProvider>
    </AppShell>
  );
}
