import { expect } from "vitest";
import { CookieJar } from "#tests/cookies.ts";
import { expectAccessible, type Visitor } from "#tests/e2e/browser.ts";
import { partitionDirectory } from "#tests/e2e/database.ts";
import type { StoryCloud } from "#tests/e2e/global-setup.ts";
import { codeCellsOf, Kernel, send } from "#tests/kernel.ts";

/** A notebook server that a story has opened: what its own kernel says of it, and the way to run more in it. */
export type OpenNotebook = { kernel: Kernel; serverUrl: string; jar: CookieJar; serverPage: string };

/** How a story opens a notebook: the folder's page, and how long it waits for JupyterLab. */
type Opening = { folder: string; patienceMs?: number };

/** Step 6: opens the folder in a notebook through the pages, and connects to a kernel with the browser's own cookies. */
export async function openNotebook(
  visitor: Visitor,
  cloud: StoryCloud,
  { folder, patienceMs = 90_000 }: Opening,
): Promise<OpenNotebook> {
  const { page } = visitor;
  await page.goto(`${cloud.portal}${folder}`);
  await page.getByRole("toolbar").getByText("Open in notebook").click();
  await page.getByText("Small", { exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Start notebook" }).click();
  await page.waitForURL((url) => url.origin === cloud.hub && url.pathname.includes("/lab/tree/"), {
    timeout: patienceMs,
  });
  await page.locator(".jp-Notebook").waitFor({ timeout: patienceMs });
  const serverUrl = /^.*\/user\/[^/]+\/[^/]+/.exec(page.url())?.[0] ?? "";
  const jar = CookieJar.of(await visitor.context.cookies(`${serverUrl}/`));
  return {
    kernel: await Kernel.start(serverUrl, { jar }, "lakeport"),
    serverUrl,
    jar,
    serverPage: page.url(),
  };
}

/** Counts, in the kernel, every call that an Azure SDK sends to the lake from now on. */
export async function countNotebookCalls({ kernel }: OpenNotebook): Promise<void> {
  const counted = await kernel.run(
    "import os\nfrom azure.core.pipeline.transport import AioHttpTransport, RequestsTransport\n" +
      "sent_to_lake = []\ndef counted(send):\n    def count(self, request, **more):\n" +
      "        if request.url.startswith(os.environ['LAKE_URL']):\n            sent_to_lake.append(request.url)\n" +
      "        return send(self, request, **more)\n    return count\n" +
      "for way in (AioHttpTransport, RequestsTransport):\n    way.send = counted(way.send)",
  );
  expect(counted.error).toBeNull();
}

/** How many calls the kernel has counted. */
export async function notebookCalls({ kernel }: OpenNotebook): Promise<number> {
  return Number((await kernel.run("print(len(sent_to_lake))")).stdout);
}

/** Runs every code cell of the starter notebook in the real kernel: a chart with the anomaly, tables, a result file. */
export async function runStarterNotebook(notebook: OpenNotebook): Promise<void> {
  const cells = await codeCellsOf(notebook.serverUrl, { jar: notebook.jar }, "lakeport/Chamber A.ipynb");
  expect(cells.length).toBeGreaterThan(4);
  const outputs = [];
  for (const cell of cells) {
    const output = await notebook.kernel.run(cell, 120_000);
    expect(output.error, cell).toBeNull();
    outputs.push(output);
  }
  const [first] = outputs;
  expect(first?.displayed.some((bundle) => "image/png" in bundle)).toBe(true);
  const odd = await notebook.kernel.run("print(len(odd), round(float(odd['celsius'].max()), 1))");
  const [count = 0, peak = 0] = odd.stdout.trim().split(" ").map(Number);
  expect(count).toBeGreaterThan(5);
  expect(peak).toBeGreaterThan(10);
  expect(outputs.at(-1)?.stdout).toContain("Written to the folder");
}

/** In the same notebook: another organization's partition, the portal's keys and a neighbour's home stay closed. */
export async function tryWhatIsForbidden(notebook: OpenNotebook, cloud: StoryCloud): Promise<void> {
  const { kernel } = notebook;
  // Even with the directory's exact name, which nobody outside is told.
  const foreign = await partitionDirectory(cloud, "fabrikam-pharma", "curated");
  await kernel.run(
    "import os\nfrom azure.identity import DefaultAzureCredential\n" +
      "from azure.core.exceptions import HttpResponseError\n" +
      "from azure.storage.filedatalake import FileSystemClient\n" +
      "zone = FileSystemClient(os.environ['LAKE_URL'], os.environ['LAKE_FILESYSTEM'], credential=DefaultAzureCredential())",
  );
  for (const path of ["/", foreign, `${foreign}/Basel Site`]) {
    const answer = await kernel.run(
      `try:\n    print(len(list(zone.get_paths(${JSON.stringify(path)}, recursive=False))))\n` +
        "except HttpResponseError as refusal:\n    print(refusal.status_code, refusal.error_code)",
    );
    expect(answer.stdout.trim(), `the lake's answer for ${path}`).toMatch(/^403 /);
  }
  const secrets = await kernel.run(`open(${JSON.stringify(`${cloud.home}/secrets.json`)}).read()`);
  expect(secrets.error?.name).toBe("PermissionError");
  const environment = await kernel.run(
    "import glob\nseen = []\n" +
      "for f in glob.glob('/proc/[0-9]*/environ'):\n" +
      "    try:\n        text = open(f, 'rb').read()\n" +
      "    except OSError:\n        continue\n" +
      "    seen += [f] if b'SEAL_KEYS=' in text or b'CLIENT_SECRET=' in text else []\n" +
      "print(seen)",
  );
  expect(environment.stdout.trim()).toBe("[]");
}

/** The notebook's own token, asked exactly as its SDK asks; the status says whether it is given. */
export async function askIdentityEndpoint(
  notebook: OpenNotebook,
): Promise<{ status: number; ask(): Promise<number> }> {
  const told = await notebook.kernel.run(
    "import os, json\nprint(json.dumps([os.environ['IDENTITY_ENDPOINT'], os.environ['IDENTITY_HEADER']]))",
  );
  const [endpoint = "", secret = ""] = JSON.parse(told.stdout) as string[];
  const ask = async () => {
    const query = "api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com";
    const response = await fetch(`${endpoint}?${query}`, { headers: { "X-IDENTITY-HEADER": secret } });
    await response.body?.cancel();
    return response.status;
  };
  return { status: await ask(), ask };
}

/** Step 7: stops the server by its button; from then on its token gets nothing. */
export async function stopServer(visitor: Visitor, cloud: StoryCloud, notebook: OpenNotebook): Promise<void> {
  const endpoint = await askIdentityEndpoint(notebook);
  expect(endpoint.status).toBe(200);
  const { page } = visitor;
  await page.goto(`${cloud.portal}/contoso-dairy/notebooks`);
  await expectAccessible(page);
  const stopped = page.getByText("Stopped", { exact: true });
  const stoppedBefore = await stopped.count();
  await page.getByRole("button", { name: /^Stop/ }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Stop/ }).click();
  await stopped.nth(stoppedBefore).waitFor();
  expect(await endpoint.ask(), "what a stopped server's token gets").toBe(401);
  const gone = await send({ jar: notebook.jar }, `${notebook.serverUrl}/api/status`);
  expect(gone.status).not.toBe(200);
}
