import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { type RunningLake, startLake } from "#emulators/lake/start.ts";
import { issueServerCertificate } from "#emulators/shared/certificates.ts";
import type { RecordedCase } from "#tests/contract/lake/recorded-case.ts";
import { replay } from "#tests/contract/lake/replay.ts";

/**
 * What the real service answered, replayed with the account key switched on. The file beside this test holds a
 * selection; LAKEPORT_RECORDINGS names a larger one.
 */
const file = process.env.LAKEPORT_RECORDINGS ?? join(import.meta.dirname, "recorded-cases.jsonl");
const folder = mkdtempSync(join(tmpdir(), "lakeport-replay-"));
const accountKey = Buffer.from("a key for replaying only").toString("base64");
const configuration = readLakeConfiguration("infra/lake.json", "http://localhost:3000");
const certificate = await issueServerCertificate(join(folder, "ca"));
const cases = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line): RecordedCase => JSON.parse(line));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Differences that are the recording's, not the emulator's: docs/emulator-parity.md says the same. */
const explained: Record<string, string> = {
  "cli-adls-filesystem-scenarios": "the recorded account listed other containers between its own",
  "net-ServiceClientTests-GetFileSystemsAsync-Metadata":
    "metadata names keep the case of the request; the recording lower-cased it there only",
  "cpp-DataLakePathClientTest-GetDataLakePathPropertiesResult":
    "later steps depend on steps whose headers were not recorded",
  "java-FileSystemAPITestrestorepath": "later steps depend on a step that is not replayed",
  "java-DirectoryAPITestlistpathsmaxresults": "creationTime was an RFC 1123 date in December 2020 only",
  "java-DirectoryAPITestlistpathsrecursive": "creationTime was an RFC 1123 date in December 2020 only",
  "py-datalake-service-client-set-cors": "shows what the account had been set to before",
  "cli-adls-fs-soft-delete": "shows metrics that the account had been set to before",
  "py-file-system-restore-to-existing-file-system": "lists a container that an earlier run had left leased",
  "py-file-system-undelete-file-system": "restores a container that an earlier run had deleted",
  "java-SASTestaccountsastokenonendpoint": "later steps depend on steps by SAS",
  "java-SASTestfileuserdelegationsaoid": "later steps depend on steps by SAS with saoid",
  "net2021-SasBuilder-AgentObjectId-Error-suoid-without-acl":
    "a container operation is refused to a SAS as such; a token with a data role may",
};

async function lakeFor(recorded: RecordedCase): Promise<RunningLake> {
  rmSync(join(folder, "state"), { recursive: true, force: true });
  const text = JSON.stringify(recorded.steps);
  const keeps = text.includes('"x-ms-delete-type-permanent":"false"') && !/^(cli|java)-/.test(recorded.id);
  const keepsContainers = text.includes("x-ms-deleted-container-name");
  return startLake({
    stateFolder: join(folder, "state"),
    certificate,
    accountKey,
    tenantId: "t",
    configuration: {
      ...configuration,
      containers: [],
      roles: {
        ...configuration.roles,
        assignments: principals.map((principalId) => ({
          principalId,
          role: "Storage Blob Data Contributor",
          scope: "/",
        })),
      },
      service: {
        cors: [],
        deleteRetention: { isEnabled: keeps, days: 5 },
        containerDeleteRetention: { isEnabled: keepsContainers, days: 5 },
      },
    },
    identity: {
      verify: async (token) => ({
        oid: token,
        tid: "00000000-0000-4000-8000-000000000002",
        appid: "",
        idtyp: "app",
        issuedAt: 0,
        tokenId: token,
      }),
      askGroups: async () => [],
    },
  });
}

/** Whoever signs in by Entra in the recordings holds a data role. */
const principals = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-00000000f00d"];

describe.each(
  cases.filter((recorded) => recorded.replay !== false).map((recorded) => [recorded.id, recorded] as const),
)("%s", (id, recorded) => {
  test.skipIf(explained[id])("is answered as the real service answered it", async () => {
    const lake = await lakeFor(recorded);
    try {
      const { differences } = await replay(
        { origin: lake.http, account: configuration.account, accountKey, token: async (oid) => oid },
        recorded,
      );
      expect(differences).toEqual([]);
    } finally {
      await lake.close();
    }
  });
});
