import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import { type App, isSpaOrigin } from "#emulators/entra/registration.ts";

/** A single-page app's grant is redeemed by its own page only: a registered Origin, and the bound one if there is one. */
export function demandSpaOrigin(app: App, origin: string | null, bound: string | null = null): void {
  if (origin === null) throw new EntraRefusal(9002327);
  if (!isSpaOrigin([app], origin) || (bound !== null && bound !== origin)) {
    throw new EntraRefusal(9002327, { detail: `Request origin: '${origin}'.` });
  }
}
