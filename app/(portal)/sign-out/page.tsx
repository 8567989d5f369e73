import type { Metadata } from "next";
import { requireActor } from "#app/actor.ts";
import { SignOutForm } from "#components/notebooks/sign-out-form.tsx";
import { Page, PageHeader } from "#components/shell/page-header.tsx";
import { listRunning } from "#lib/notebooks/queries.ts";
import { webServices } from "#lib/platform/services.ts";

export const metadata: Metadata = { title: "Sign out" };

/** Signs out of portal, Hub and Entra; asks about running notebooks, also when the page that was left knew of none. */
export default async function SignOutPage() {
  const services = webServices();
  const actor = await requireActor();
  const servers = await listRunning(services, actor);
  const words =
    servers.length === 0
      ? "This ends your session here, at the notebook hub and at Microsoft Entra."
      : "Notebook servers of yours are running. They may go on as you until the time they name, or stop now.";
  return (
    <Page>
      <PageHeader title="Sign out" description={words} />
      <SignOutForm
        action="/api/auth/sign-out"
        servers={servers}
        backHref="/"
        now={services.clock.now().toISOString()}
      />
    </Page>
  );
}
