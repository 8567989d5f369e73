import { readLakeConfiguration } from "#emulators/lake/configuration.ts";
import { startLake } from "#emulators/lake/start.ts";

/** A lake in a process of its own, to be killed: tokens are plain object ids. Arguments: state folder, CA folder. */
const [, , stateFolder = "", caFolder = ""] = process.argv;
const lake = await startLake({
  stateFolder,
  configuration: readLakeConfiguration("infra/lake.json", "http://localhost:3000"),
  tenantId: "t",
  identity: {
    verify: async (token) => ({
      oid: token,
      tid: "t",
      appid: "",
      idtyp: "user",
      issuedAt: 0,
      tokenId: token,
    }),
    askGroups: async () => [],
  },
  certificate: { caFolder },
});
process.stdout.write(`${lake.http}\n`);
