import { type BudgetStep, budgetAfter, type OverBudget } from "#lib/acl/budget.ts";
import { recordEvent } from "#lib/audit/record-event.ts";
import { type Actor, type AuthorizedOrganization, scopeOf } from "#lib/auth/actor.ts";
import { newAccessGroups } from "#lib/folders/access-group.ts";
import { managedDirectoryOf, plannedGroupId } from "#lib/folders/folder.ts";
import {
  type FolderPath,
  type FolderPathRefusal,
  joinPath,
  parseFolderPath,
} from "#lib/folders/folder-path.ts";
import { type LoadedFolder, loadFolder } from "#lib/folders/load-folder.ts";
import { can } from "#lib/permissions/can.ts";
import type { Transaction } from "#lib/platform/db.ts";
import type { RecordingServices } from "#lib/platform/recording-services.ts";

export type CreateFolderInput = {
  organization: AuthorizedOrganization;
  /** The folder above; that of a partition is its root folder. */
  parentId: string;
  /** As typed; one segment of a path. */
  name: string;
  isStructureOnly?: boolean;
  isPrivate?: boolean;
  correlationId: string;
};

export type CreateFolderResult =
  | { ok: true; folder: { id: string; path: FolderPath } }
  | {
      ok: false;
      refusal: "not_allowed" | "parent_absent" | "parent_private" | "private_without_groups" | "taken";
    }
  | { ok: false; refusal: "name_invalid"; reason: FolderPathRefusal }
  | { ok: false; refusal: "over_budget"; budget: OverBudget };

/**
 * Records a folder below another, with access groups of its own unless it is structure-only, and the job that makes
 * it. Refuses what would take more ACL entries than the lake has, a name that is taken or none, and a private parent.
 */
export async function createFolder(
  services: RecordingServices,
  actor: Actor,
  input: CreateFolderInput,
): Promise<CreateFolderResult> {
  if (!can(actor, "folder.create", input.organization)) {
    return { ok: false, refusal: "not_allowed" };
  }
  if (input.isPrivate && input.isStructureOnly) {
    return { ok: false, refusal: "private_without_groups" };
  }
  return services.db.within(scopeOf(actor), async (transaction) => {
    const parent = await loadFolder(transaction, input.parentId);
    if (parent === null || parent.organizationId !== input.organization.id || parent.archivedAt !== null) {
      return { ok: false, refusal: "parent_absent" };
    }
    const path = childPath(parent, input.name);
    if (!path.ok) {
      return { ok: false, refusal: "name_invalid", reason: path.reason };
    }
    return (
      findRefusal(parent, input) ?? record(services, transaction, { actor, input, parent, path: path.path })
    );
  });
}

function childPath(parent: LoadedFolder, name: string): ReturnType<typeof joinPath> {
  const above = parseFolderPath(parent.path);
  return above.ok ? joinPath(above.path, name.trim()) : above;
}

function findRefusal(parent: LoadedFolder, input: CreateFolderInput): CreateFolderResult | null {
  if (parent.isPrivate) {
    return { ok: false, refusal: "parent_private" };
  }
  // Groups may not be made yet: only their number counts here.
  const rows = { ...parent, membersGroupId: parent.membersGroupId ?? parent.organizationId };
  const { refusal } = budgetAfter(managedDirectoryOf(rows, plannedGroupId), stepOf(input));
  return refusal === null ? null : { ok: false, refusal: "over_budget", budget: refusal };
}

function stepOf(input: CreateFolderInput): BudgetStep {
  if (input.isPrivate) {
    return "private-child";
  }
  return input.isStructureOnly ? "structure-only-child" : "child-folder";
}

async function record(
  services: RecordingServices,
  transaction: Transaction,
  made: { actor: Actor; input: CreateFolderInput; parent: LoadedFolder; path: FolderPath },
): Promise<CreateFolderResult> {
  const { input, parent, path } = made;
  const folder = { id: services.ids.uuid(), organizationId: parent.organizationId };
  const { count } = await transaction.folder.createMany({
    data: [
      {
        ...folder,
        partitionId: parent.partitionId,
        parentId: parent.id,
        name: input.name.trim(),
        path,
        isStructureOnly: input.isStructureOnly ?? false,
        isPrivate: input.isPrivate ?? false,
        createdAt: services.clock.now(),
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) {
    return { ok: false, refusal: "taken" };
  }
  if (!input.isStructureOnly) {
    await transaction.accessGroup.createMany({ data: newAccessGroups(services.ids, folder) });
  }
  await recordEvent(transaction, services, {
    event: "folder.created",
    actorPersonId: made.actor.personId,
    actorLabel: made.actor.name,
    correlationId: input.correlationId,
    organizationId: folder.organizationId,
    folderId: folder.id,
    detail: {
      zone: parent.zone.name,
      path,
      isStructureOnly: input.isStructureOnly ?? false,
      isPrivate: input.isPrivate ?? false,
    },
  });
  await services.jobs.enqueue(transaction, {
    task: "apply-folder",
    organizationId: folder.organizationId,
    folderId: folder.id,
  });
  return { ok: true, folder: { id: folder.id, path } };
}
