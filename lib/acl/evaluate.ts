import { type AclDoubts, assumedDoubts } from "#lib/acl/doubts.ts";
import { type Bits, isSameQualifier } from "#lib/acl/entry.ts";
import { judge, type Subject, type Verdict } from "#lib/acl/judge.ts";
import { type AccessRequest, type Check, checksOf, type Operation } from "#lib/acl/operation.ts";

/** A subject with what its RBAC data roles allow at this container, without any ACL. */
export type Caller = Subject & { readonly roleOperations?: readonly Operation[] };

/** What one check found. */
export type ProofStep =
  | {
      readonly kind: "bits";
      readonly purpose: (Check & { readonly kind: "bits" })["purpose"];
      readonly path: string;
      readonly wanted: Bits;
      readonly isAllowed: boolean;
      readonly verdict: Verdict;
    }
  | {
      readonly kind: "sticky";
      readonly path: string;
      readonly item: string;
      readonly isAllowed: boolean;
      /** Who the caller is that the sticky bit does not stop; null when it does. */
      readonly as: "item-owner" | "directory-owner" | "super-user" | "no-sticky-bit" | null;
    }
  | { readonly kind: "owner" | "super-user" | "never"; readonly path: string; readonly isAllowed: boolean }
  | {
      readonly kind: "member";
      readonly path: string;
      readonly group: string;
      readonly isAllowed: boolean;
    }
  | { readonly kind: "role"; readonly path: string; readonly isAllowed: true };

/** The lake's answer and its proof: every step that was needed, in the lake's order. */
export type Decision = {
  readonly operation: Operation;
  readonly path: string;
  readonly isAllowed: boolean;
  readonly steps: readonly ProofStep[];
  /** The step at which the lake stops with 403, null when allowed. */
  readonly refusedAt: ProofStep | null;
};

/** The operations that Azure's built-in data roles allow by themselves (adls.md 2.7); Owner is a super-user. */
export const dataRoleOperations: Readonly<Record<"reader" | "contributor", readonly Operation[]>> = {
  reader: ["read", "list", "status"],
  contributor: ["read", "list", "status", "write", "create", "delete", "rename"],
};

/**
 * What the lake answers to a caller's request: data role, then for every step super-user, owner, named user,
 * groups, other. All steps are judged, also after the first refusal, so that the proof says all that lacks.
 */
export function evaluate(
  caller: Caller,
  request: AccessRequest,
  doubts: AclDoubts = assumedDoubts,
): Decision {
  const path = request.path.at(-1)?.path ?? "";
  const canReadByRole = caller.roleOperations?.includes("read") ?? false;
  const checks = checksOf(request, { canReadByRole }, doubts);
  const never = checks.find((check) => check.kind === "never");
  const steps: readonly ProofStep[] =
    !never && caller.roleOperations?.includes(request.operation)
      ? [{ kind: "role", path, isAllowed: true }]
      : checks.map((check) => prove(caller, check, doubts));
  const refusedAt = steps.find((step) => !step.isAllowed) ?? null;
  return { operation: request.operation, path, isAllowed: refusedAt === null, steps, refusedAt };
}

function prove(subject: Subject, check: Check, doubts: AclDoubts): ProofStep {
  if (check.kind === "sticky") return proveSticky(subject, check);
  const { path } = check.state;
  if (check.kind === "bits") {
    const verdict = judge(subject, check, doubts);
    const { purpose, wanted } = check;
    return { kind: "bits", purpose, path, wanted, isAllowed: verdict.isAllowed, verdict };
  }
  if (check.kind === "member") {
    const isMember = subject.groupIds.some((id) => isSameQualifier(id, check.group));
    return { kind: "member", path, group: check.group, isAllowed: isSuper(subject) || isMember };
  }
  const isOwner = check.kind === "owner" && isSameQualifier(subject.id, check.state.owner);
  return { kind: check.kind, path, isAllowed: check.kind !== "never" && (isSuper(subject) || isOwner) };
}

function proveSticky(subject: Subject, check: Check & { readonly kind: "sticky" }): ProofStep {
  const as = stickyStanding(subject, check);
  return {
    kind: "sticky",
    path: check.directory.path,
    item: check.item.path,
    isAllowed: as !== null,
    as,
  };
}

function stickyStanding(
  subject: Subject,
  { directory, item }: Check & { readonly kind: "sticky" },
): (ProofStep & { readonly kind: "sticky" })["as"] {
  if (!directory.isSticky) return "no-sticky-bit";
  if (isSuper(subject)) return "super-user";
  if (isSameQualifier(subject.id, item.owner)) return "item-owner";
  return isSameQualifier(subject.id, directory.owner) ? "directory-owner" : null;
}

function isSuper(subject: Subject): boolean {
  return subject.isSuperUser ?? false;
}
