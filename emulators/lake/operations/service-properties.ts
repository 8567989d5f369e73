import { demandRole } from "#emulators/lake/access/gate.ts";
import { actions } from "#emulators/lake/access/roles.ts";
import type { Call, Reply } from "#emulators/lake/call.ts";
import { formatServiceProperties, readServiceProperties } from "#emulators/lake/service/properties.ts";
import { readSmallBody } from "#emulators/lake/wire/body.ts";
import { parseXml } from "#emulators/lake/wire/xml.ts";

/** Get Blob Service Properties. Reading needs no data role in Azure's sense but its own action. */
export function getServiceProperties(call: Call): Reply {
  demandRole(call, [actions.readService]);
  const body = formatServiceProperties(call.lake.service.properties());
  return { status: 200, headers: { "content-type": "application/xml" }, body };
}

/** Set Blob Service Properties: CORS and soft delete count for dfs too. */
export async function setServiceProperties(call: Call): Promise<Reply> {
  demandRole(call, [actions.writeService]);
  const root = parseXml(await readSmallBody(call), "StorageServiceProperties");
  call.lake.service.change(readServiceProperties(root, call.lake.service.properties()));
  return { status: 202 };
}

/** Get Account Information: whoever is signed in may know the kind of account. */
export function getAccountInformation(): Reply {
  return {
    status: 200,
    headers: {
      "x-ms-sku-name": "Standard_LRS",
      "x-ms-account-kind": "StorageV2",
      "x-ms-is-hns-enabled": "true",
    },
  };
}
