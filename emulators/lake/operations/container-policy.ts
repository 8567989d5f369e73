import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { type StoredPolicy, saveContainer } from "#emulators/lake/store/containers.ts";
import { readSmallBody } from "#emulators/lake/wire/body.ts";
import { checkConditions, stampHeaders } from "#emulators/lake/wire/conditions.ts";
import { checkLease } from "#emulators/lake/wire/lease.ts";
import { containerOf } from "#emulators/lake/wire/locate.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, nodesOf, parseXml, textOf, xmlDocument } from "#emulators/lake/wire/xml.ts";

const policiesMax = 5;

/** Get Container ACL: stored access policies and the public-access level. Both are kept, neither gives access here. */
export function getContainerPolicy(call: Call): Reply {
  demandRole(call, [actions.readContainer]);
  const container = containerOf(call);
  checkLease(call, { lease: container.extra.lease, isWrite: false, kind: "container" });
  const policies = (container.extra.policies ?? []).map(formatPolicy).join("");
  const root =
    policies === "" ? "<SignedIdentifiers />" : `<SignedIdentifiers>${policies}</SignedIdentifiers>`;
  return {
    status: 200,
    headers: {
      ...stampHeaders(container),
      "content-type": "application/xml",
      "x-ms-blob-public-access": container.extra.publicAccess,
    },
    body: xmlDocument(root),
  };
}

/** Set Container ACL: replaces policies and public-access level. */
export async function setContainerPolicy(call: Call): Promise<Reply> {
  demandRole(call, [actions.writeContainer]);
  const body = await readSmallBody(call);
  const container = containerOf(call);
  checkLease(call, { lease: container.extra.lease, isWrite: false, kind: "container" });
  checkConditions(call, container, "write");
  const publicAccess = headerOf(call, "x-ms-blob-public-access");
  if (publicAccess !== undefined && !["container", "blob"].includes(publicAccess))
    throw badHeader("x-ms-blob-public-access", publicAccess);
  container.extra.policies = body.trim() === "" ? [] : readPolicies(body);
  container.extra.publicAccess = publicAccess;
  saveContainer(call.lake.store, container);
  return { status: 200, headers: stampHeaders(container) };
}

function readPolicies(body: string): StoredPolicy[] {
  const identifiers = nodesOf(parseXml(body, "SignedIdentifiers").SignedIdentifier);
  if (identifiers.length > policiesMax) throw new Refusal("InvalidXmlDocument");
  return identifiers.map((identifier) => {
    const policy = nodesOf(identifier.AccessPolicy)[0] ?? {};
    return {
      id: textOf(identifier.Id),
      start: textOf(policy.Start) || undefined,
      expiry: textOf(policy.Expiry) || undefined,
      permission: textOf(policy.Permission) || undefined,
    };
  });
}

function formatPolicy(policy: StoredPolicy): string {
  const parts = [
    policy.start ? element("Start", policy.start) : "",
    policy.expiry ? element("Expiry", policy.expiry) : "",
    policy.permission ? element("Permission", policy.permission) : "",
  ];
  return `<SignedIdentifier>${element("Id", policy.id)}<AccessPolicy>${parts.join("")}</AccessPolicy></SignedIdentifier>`;
}
