import { readFileSync } from "node:fs";
import { superUser } from "#emulators/lake/access/caller.ts";
import type { LakeConfiguration } from "#emulators/lake/configuration.ts";
import { makeContainer } from "#emulators/lake/operations/filesystems.ts";
import { containerNamed } from "#emulators/lake/store/containers.ts";
import { loadTree, readTree } from "#emulators/lake/store/load-tree.ts";
import { closeStore, openStore } from "#emulators/lake/store/store.ts";

/** Bulk-loads a declared tree into a state folder while no lake runs on it; answers the number of new paths. */
export async function loadOffline(
  stateFolder: string,
  configuration: LakeConfiguration,
  treeFile: string,
): Promise<number> {
  const store = openStore(stateFolder);
  try {
    for (const name of configuration.containers) {
      if (!containerNamed(store, name)) makeContainer(store, name, { owner: superUser });
    }
    return await loadTree(store, readTree(JSON.parse(readFileSync(treeFile, "utf8"))));
  } finally {
    await closeStore(store);
  }
}
