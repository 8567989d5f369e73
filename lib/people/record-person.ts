import type { DirectoryPerson } from "#lib/entra/directory.ts";
import type { Transaction } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

/** Keeps what the directory says of a person under (tenant id, object id); the row's id, the same every time. */
export async function recordPerson(
  services: Pick<RecordingServices, "env" | "ids" | "clock">,
  transaction: Transaction,
  found: DirectoryPerson,
): Promise<string> {
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT record_person(
      ${services.ids.uuid()}::uuid, ${services.env.ENTRA_TENANT_ID}::uuid, ${found.objectId}::uuid, ${found.name},
      ${found.address}, ${found.userType}::user_type, ${stateOf(found)}::person_state, ${services.clock.now()}
    ) AS id`;
  const [row] = rows;
  if (row === undefined) {
    throw new AppError("unexpected", "The database recorded no person.");
  }
  return row.id;
}

function stateOf(found: DirectoryPerson): "pending" | "redeemed" | "disabled" {
  if (!found.isEnabled) {
    return "disabled";
  }
  return found.redemption === "pending" ? "pending" : "redeemed";
}
