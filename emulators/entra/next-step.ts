import { EntraRefusal } from "#emulators/entra/aadsts.ts";
import type { AuthorizeRequest } from "#emulators/entra/authorize-request.ts";
import { browserSession } from "#emulators/entra/browser-session.ts";
import { actionOf, pickAgain } from "#emulators/entra/choose-person.ts";
import type { Person } from "#emulators/entra/directory/people.ts";
import type { EntraRequest, Reply } from "#emulators/entra/exchange.ts";
import { type Step, stepPage } from "#emulators/entra/pages/step-page.ts";
import type { World } from "#emulators/entra/world.ts";

/** The page of the next step that a chosen person has to take, or null when none is left; `prompt=none` refuses instead. */
export function nextStep(
  world: World,
  attempt: { request: EntraRequest; wanted: AuthorizeRequest },
  { person }: { person: Person },
): Reply | null {
  const { request, wanted } = attempt;
  const done = request.form.getAll("done");
  const step = openSteps(world, attempt, person).find((candidate) => !done.includes(candidate));
  if (!step) return null;
  if (wanted.prompt === "none") throw silentRefusal(step);
  return stepPage({
    step,
    action: actionOf(request),
    person,
    done,
    elsewhere: pickAgain(request),
    tenantName: world.registrations.tenant.name,
    appName: wanted.app.name,
    asked: wanted.scope.split(/\s+/),
  });
}

function openSteps(
  world: World,
  { request, wanted }: { request: EntraRequest; wanted: AuthorizeRequest },
  person: Person,
): Step[] {
  const current = browserSession(world, request);
  const satisfied = current?.session.personId === person.id ? current.session.satisfied : [];
  const needsStepUp = wanted.stepUpIds.some((id) => !satisfied.includes(id));
  return [
    ...(person.isPending ? (["redeem"] as const) : []),
    ...(needsStepUp ? (["step-up"] as const) : []),
    ...(wanted.prompt === "consent" ? (["consent"] as const) : []),
  ];
}

function silentRefusal(step: Step): EntraRefusal {
  if (step === "step-up") return new EntraRefusal(50076, { suberror: "basic_action" });
  return new EntraRefusal(65001, { error: "interaction_required", suberror: "consent_required" });
}
