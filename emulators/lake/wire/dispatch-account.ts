import type { Call, Route } from "#emulators/lake/call.ts";
import { listFilesystems } from "#emulators/lake/operations/filesystems.ts";
import { listContainers } from "#emulators/lake/operations/list-containers.ts";
import {
  getAccountInformation,
  getServiceProperties,
  setServiceProperties,
} from "#emulators/lake/operations/service-properties.ts";
import { getUserDelegationKey } from "#emulators/lake/operations/user-delegation-key.ts";
import { badQuery, Refusal } from "#emulators/lake/wire/refusal.ts";

/** Requests to the account itself. */
export function accountOperation(call: Call): Route {
  const { query } = call.address;
  const method = call.request.method ?? "";
  const key =
    `${method} ${query.get("restype") ?? ""} ${query.get("comp") ?? ""} ${query.get("resource") ?? ""}`.toLowerCase();
  switch (key) {
    case "get  list ":
      return { name: "ListContainers", operation: listContainers };
    case "get   account":
      return { name: "ListFilesystems", operation: listFilesystems };
    case "get service properties ":
      return { name: "GetServiceProperties", operation: getServiceProperties };
    case "put service properties ":
      return { name: "SetServiceProperties", operation: setServiceProperties };
    case "post service userdelegationkey ":
      return { name: "GetUserDelegationKey", operation: getUserDelegationKey };
    case "get account properties ":
    case "head account properties ":
      return { name: "GetAccountInformation", operation: getAccountInformation };
    default:
      throw unknownRequest(call);
  }
}

/** A known verb with an unknown query is 400 naming it, an unknown verb 405. */
export function unknownRequest(call: Call): Refusal {
  for (const name of ["resource", "action", "comp", "restype"]) {
    const value = call.address.query.get(name);
    if (value !== undefined) return badQuery(name, value);
  }
  return new Refusal("UnsupportedHttpVerb");
}
