import { recordEvent } from "#lib/audit/record-event.ts";
import { type Actor, scopeOf } from "#lib/auth/actor.ts";
import { parseContainerName } from "#lib/folders/folder-path.ts";
import { can } from "#lib/permissions/can.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

export type DefineZoneInput = {
  /** The container's name; the container itself comes with the lake (infra/lake.json). */
  name: string;
  title: string;
  /** Closed to people's writing: only pipelines may be contributors. */
  isClosed: boolean;
  position: number;
  correlationId: string;
};

export type DefineZoneResult =
  | { ok: true; isNew: boolean }
  | { ok: false; refusal: "not_allowed" | "name_invalid" };

/** Records a stage of the lake; organizations onboarded from then on get a partition in it. A known one stays as it is. */
export async function defineZone(
  services: RecordingServices,
  actor: Actor,
  input: DefineZoneInput,
): Promise<DefineZoneResult> {
  const { name, title, isClosed, position, correlationId } = input;
  if (!can(actor, "zone.manage", null)) {
    return { ok: false, refusal: "not_allowed" };
  }
  if (parseContainerName(name) === null) {
    return { ok: false, refusal: "name_invalid" };
  }
  return services.db.within(scopeOf(actor), async (transaction) => {
    const { count } = await transaction.zone.createMany({
      data: [{ id: services.ids.uuid(), name, title, isClosed, position }],
      skipDuplicates: true,
    });
    if (count > 0) {
      await recordEvent(transaction, services, {
        event: "zone.changed",
        actorPersonId: actor.personId,
        actorLabel: actor.name,
        correlationId,
        detail: { name, isClosed },
      });
    }
    return { ok: true, isNew: count > 0 };
  });
}
