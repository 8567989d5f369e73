/** Where a path lies, as other tools have to be told; the only place where the partition's suffix is shown. */
export type ConnectPlace = {
  account: string;
  /** LAKE_URL and LAKE_BLOB_URL. */
  lakeUrl: string;
  blobUrl: string;
  /** Resource tenant: a guest has to name it at sign-in. */
  tenantId: string;
  container: string;
  /** The lake's own path. */
  path: string;
  isDirectory: boolean;
};

/** How one tool reaches this path: a sentence, then exact texts to run or paste, in order. */
export type ConnectText = {
  id: "pandas" | "adlfs" | "sdk" | "azcopy" | "storage-explorer" | "az";
  label: string;
  intro: string;
  blocks: { label: string; code: string }[];
  note?: string;
};

/** Exact texts for each tool, with the person's own login: no key, no SAS, no secret. */
export function connectTexts(place: ConnectPlace): ConnectText[] {
  return [pandas(place), adlfs(place), sdk(place), azcopy(place), storageExplorer(place), az(place)];
}

/** Whether the lake answers at Azure's own address, which azcopy, az and Storage Explorer insist on. */
function isOnAzure(place: ConnectPlace): boolean {
  return place.lakeUrl === `https://${place.account}.dfs.core.windows.net`;
}

function signInIntro(place: ConnectPlace): string {
  return isOnAzure(place)
    ? "DefaultAzureCredential is you: inside a notebook opened from here it needs nothing; on your own machine it takes the sign-in below."
    : "Runs as it stands in a notebook opened from here: DefaultAzureCredential is you there.";
}

function pandas(place: ConnectPlace): ConnectText {
  const url = `abfs://${place.container}/${place.path}`;
  const read = place.isDirectory
    ? [`pd.read_csv(${python(`${url}/FILE.csv`)}, storage_options=lake)`]
    : [`${readerOf(place.path)}(${python(url)}, storage_options=lake)`];
  return {
    id: "pandas",
    label: "pandas",
    intro: signInIntro(place),
    blocks: [
      ...loginBlock(place),
      { label: "Python", code: ["import pandas as pd", "", `lake = ${options(place)}`, ...read].join("\n") },
    ],
    note: place.isDirectory ? "Put the name of a file of this directory in place of FILE.csv." : undefined,
  };
}

function readerOf(path: string): string {
  const name = path.toLowerCase();
  if (name.endsWith(".parquet")) {
    return "pd.read_parquet";
  }
  return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "pd.read_json" : "pd.read_csv";
}

function adlfs(place: ConnectPlace): ConnectText {
  const path = python(`${place.container}/${place.path}`);
  return {
    id: "adlfs",
    label: "adlfs",
    intro: signInIntro(place),
    blocks: [
      ...loginBlock(place),
      {
        label: "Python",
        code: [
          "from adlfs import AzureBlobFileSystem",
          "",
          `lake = AzureBlobFileSystem(**${options(place)})`,
          place.isDirectory ? `print(lake.ls(${path}))` : `print(lake.open(${path}).read(1000))`,
        ].join("\n"),
      },
    ],
  };
}

function sdk(place: ConnectPlace): ConnectText {
  const path = python(place.path);
  const use = place.isDirectory
    ? [
        `for entry in zone.get_paths(path=${path}, recursive=False):`,
        "    print(entry.name, entry.content_length)",
      ]
    : [`print(zone.get_file_client(${path}).download_file().readall()[:1000])`];
  return {
    id: "sdk",
    label: "Azure SDK",
    intro: signInIntro(place),
    blocks: [
      ...loginBlock(place),
      {
        label: "Python",
        code: [
          "from azure.identity import DefaultAzureCredential",
          "from azure.storage.filedatalake import DataLakeServiceClient",
          "",
          `lake = DataLakeServiceClient(${python(place.lakeUrl)}, credential=DefaultAzureCredential())`,
          `zone = lake.get_file_system_client(${python(place.container)})`,
          ...use,
        ].join("\n"),
      },
    ],
  };
}

function azcopy(place: ConnectPlace): ConnectText {
  const flag = place.isDirectory ? " --recursive" : "";
  return {
    id: "azcopy",
    label: "azcopy",
    intro: "Copies to and from your own machine with your own sign-in.",
    blocks: [
      { label: "Sign in", code: `azcopy login --tenant-id ${place.tenantId}` },
      { label: "Copy here", code: `azcopy copy ${shell(urlOf(place))} .${flag}` },
    ],
    note: azureOnlyNote(place, "azcopy"),
  };
}

function storageExplorer(place: ConnectPlace): ConnectText {
  return {
    id: "storage-explorer",
    label: "Storage Explorer",
    intro:
      "Press Connect, choose “ADLS Gen2 container or directory”, then “Sign in using OAuth”, your account, and the tenant below; paste the address.",
    blocks: [
      { label: "Tenant", code: place.tenantId },
      {
        label: "Address",
        code: urlOf({ ...place, path: place.isDirectory ? place.path : parentOf(place.path) }),
      },
    ],
    note: azureOnlyNote(place, "Storage Explorer"),
  };
}

function az(place: ConnectPlace): ConnectText {
  const common = `--account-name ${place.account} --file-system ${place.container} --auth-mode login`;
  const path = shell(place.path);
  return {
    id: "az",
    label: "az",
    intro: "The Azure command line, with your own sign-in.",
    blocks: [
      { label: "Sign in", code: azLogin(place) },
      place.isDirectory
        ? {
            label: "List",
            code: `az storage fs file list ${common} --path ${path} --recursive false --output table`,
          }
        : { label: "Download", code: `az storage fs file download ${common} --path ${path} --destination .` },
    ],
    note: azureOnlyNote(place, "az"),
  };
}

function azLogin(place: ConnectPlace): string {
  return `az login --tenant ${place.tenantId} --allow-no-subscriptions`;
}

/** Outside Azure there is no az sign-in that the lake would take: only the notebooks have one. */
function loginBlock(place: ConnectPlace): { label: string; code: string }[] {
  return isOnAzure(place) ? [{ label: "Sign in, on your own machine", code: azLogin(place) }] : [];
}

function azureOnlyNote(place: ConnectPlace, tool: string): string | undefined {
  return isOnAzure(place)
    ? undefined
    : `This installation's lake is at ${new URL(place.lakeUrl).host}; ${tool} signs in only to lakes on Azure, so this text is what you would use there.`;
}

/** adlfs options; its own DefaultAzureCredential is taken where nothing else is given and anon is off. */
function options(place: ConnectPlace): string {
  const host = isOnAzure(place)
    ? ""
    : `\n    "account_host": ${python(place.blobUrl.replace(/^https?:\/\//, ""))},`;
  return `{\n    "account_name": ${python(place.account)},\n    "anon": False,${host}\n}`;
}

function urlOf(place: ConnectPlace): string {
  return `${place.lakeUrl}/${place.container}/${place.path.split("/").map(encodeURIComponent).join("/")}`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** A Python string literal; JSON's escapes are a subset of Python's. */
function python(text: string): string {
  return JSON.stringify(text);
}

/** One word for a POSIX shell. */
function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
