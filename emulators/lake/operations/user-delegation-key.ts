import { createHmac } from "node:crypto";
import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import { type Call, headerOf, type Reply } from "#emulators/lake/call.ts";
import { readSmallBody } from "#emulators/lake/wire/body.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, parseXml, textOf, xmlDocument } from "#emulators/lake/wire/xml.ts";

/** Get User Delegation Key, bearer only (recorded). The key opens nothing here: signatures made with it are 501. */
export async function getUserDelegationKey(call: Call): Promise<Reply> {
  const { caller } = call;
  if (caller.kind === "key")
    throw new Refusal("AuthenticationFailed", {
      details: { AuthenticationErrorDetail: "Only authentication scheme Bearer is supported" },
    });
  demandRole(call, [actions.userDelegationKey]);
  const info = parseXml(await readSmallBody(call), "KeyInfo");
  const now = call.lake.store.now();
  const start = textOf(info.Start) || isoOf(now);
  const expiry = textOf(info.Expiry);
  if (Number.isNaN(Date.parse(expiry)) || Date.parse(expiry) <= now) throw new Refusal("InvalidXmlDocument");
  const value = createHmac("sha256", `${caller.tid}${caller.oid}`)
    .update(`${start}${expiry}`)
    .digest("base64");
  const parts = [
    element("SignedOid", caller.oid),
    element("SignedTid", caller.tid),
    element("SignedStart", start),
    element("SignedExpiry", expiry),
    element("SignedService", "b"),
    element("SignedVersion", headerOf(call, "x-ms-version") ?? "2021-08-06"),
    element("Value", value),
  ];
  const body = xmlDocument(`<UserDelegationKey>${parts.join("")}</UserDelegationKey>`);
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
