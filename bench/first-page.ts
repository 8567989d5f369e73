import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { DataLakeServiceClient } from "@azure/storage-file-datalake";
import { type BenchResult, interleave, median } from "#bench/measure/bench.ts";
import { firstFolder, signIn, storageToken } from "#bench/measure/visitor.ts";
import { cast } from "#tests/cast.ts";
import { startTestCloud, type TestCloud } from "#tests/local-cloud.ts";

const sizes = [1000, 20_000, 1_000_000];
const pageSize = 1000;
const ratioMax = 1.5;
const slackMs = 15;
const flatMax = 1.2;
const person = cast.contosoContributor;

type Measured = { size: number; ours: number; peer: number };

/**
 * The first page of 1,000 entries of small and huge directories as the running product serves it (session cookie, rows,
 * the person's token, lake, JSON), beside the bare SDK's same page over https with the same person's token.
 */
export async function bench({ n }: { n: number | null }): Promise<BenchResult> {
  const rounds = n ?? 41;
  const cloud = await startTestCloud({ withNotebooks: false, env: { DEVICES_INTERVAL_MS: "3600000" } });
  try {
    trust(join(cloud.home, "ca.pem"));
    const jar = await signIn(cloud, person);
    const folder = await firstFolder(cloud, jar);
    await load(cloud, folder);
    const files = await bareClient(cloud, folder.zone);
    const measured: Measured[] = [];
    for (const size of sizes) {
      const url = `${cloud.portal}/api/v1/data${folder.url.replace("/data/", "/")}/n${size}?list`;
      const ours = async () => demandFull((await (await jar.fetch(url)).json()).entries?.length);
      const peer = async () => {
        const pages = files.listPaths({ path: `${folder.path}/n${size}` }).byPage({ maxPageSize: pageSize });
        demandFull((await pages.next()).value?.pathItems?.length);
      };
      const times = await interleave({ ours, peer }, { rounds, warmUps: 5 });
      measured.push({ size, ours: median(times.ours), peer: median(times.peer) });
      console.log(measured.at(-1));
    }
    return { ...judge(measured), n: rounds };
  } finally {
    await cloud.stop();
  }
}

function trust(authority: string): void {
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(authority, "utf8")]);
}

/** Puts the entries past the wire, where they inherit the folder's default entries: nobody waits for a million requests. */
async function load(cloud: TestCloud, folder: { zone: string; path: string }): Promise<void> {
  const leaves = sizes.map((size) => ({
    name: `n${size}`,
    children: [{ name: "reading-{n}.csv", count: size, bytes: 14 }],
  }));
  const nodes = folder.path
    .split("/")
    .reduceRight<object[]>((children, name) => [{ name, directory: true, children }], leaves);
  const response = await fetch(new URL("/_admin/load", cloud.lake), {
    method: "POST",
    headers: { "x-lakeport-admin": cloud.adminToken, "content-type": "application/json" },
    body: JSON.stringify({ container: folder.zone, nodes }),
  });
  console.log("loaded:", response.status, await response.text());
}

async function bareClient(cloud: TestCloud, container: string) {
  const token = await storageToken(cloud, person);
  const [, url = ""] = /^LAKE_URL=(.*)$/m.exec(readFileSync(join(cloud.home, "local.env"), "utf8")) ?? [];
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_000_000 }) };
  return new DataLakeServiceClient(url, credential).getFileSystemClient(container);
}

function demandFull(entries: number | undefined): void {
  if (entries !== pageSize) {
    throw new Error(`A page of ${entries} entries instead of ${pageSize}.`);
  }
}

/** The worst size counts, and all sizes must cost the same. */
function judge(measured: Measured[]): Omit<BenchResult, "n"> {
  const isNear = measured.every(({ ours, peer }) => ours <= Math.max(peer * ratioMax, peer + slackMs));
  const all = measured.map(({ ours }) => ours);
  const flat = Math.max(...all) / Math.min(...all);
  const [worst] = measured.toSorted((left, right) => right.ours / right.peer - left.ours / left.peer);
  return {
    ours: worst?.ours ?? Number.NaN,
    peer: worst?.peer ?? Number.NaN,
    unit: "ms",
    better: "lower",
    goal: `each size at most ${ratioMax} times or +${slackMs} ms; flat within ${flatMax} (is ${flat.toFixed(2)})`,
    pass: isNear && flat <= flatMax,
  };
}
