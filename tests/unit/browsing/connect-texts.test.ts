import { describe, expect, test } from "vitest";
import { type ConnectPlace, connectTexts } from "#lib/browsing/connect-texts.ts";

const azure: ConnectPlace = {
  account: "northwindlake",
  lakeUrl: "https://northwindlake.dfs.core.windows.net",
  blobUrl: "https://northwindlake.blob.core.windows.net",
  tenantId: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01",
  container: "curated",
  path: "contoso-dairy-ab12cd/Site A/it's 100%",
  isDirectory: true,
};

const codeOf = (place: ConnectPlace) =>
  Object.fromEntries(
    connectTexts(place).map((text) => [text.id, text.blocks.map((block) => block.code).join("\n")]),
  );

describe("Connect another tool", () => {
  test("every text names this path, suffix included, exactly", () => {
    const code = codeOf(azure);
    expect(code.azcopy).toContain(
      "azcopy copy 'https://northwindlake.dfs.core.windows.net/curated/contoso-dairy-ab12cd/Site%20A/it'\\''s%20100%25' . --recursive",
    );
    expect(code.az).toContain("--path 'contoso-dairy-ab12cd/Site A/it'\\''s 100%'");
    expect(code.pandas).toContain('"abfs://curated/contoso-dairy-ab12cd/Site A/it\'s 100%/FILE.csv"');
    expect(code.sdk).toContain('get_paths(path="contoso-dairy-ab12cd/Site A/it\'s 100%", recursive=False)');
  });

  test("no text holds a key, a SAS or a secret, and every sign-in names the tenant", () => {
    const all = Object.values(codeOf(azure)).join("\n");
    expect(all).not.toMatch(/account_key|sas_token|sig=|AccountKey|client_secret|connection_string/i);
    expect(codeOf(azure).azcopy).toContain(azure.tenantId);
    expect(codeOf(azure).az).toContain(azure.tenantId);
    expect(codeOf(azure)["storage-explorer"]).toContain(azure.tenantId);
  });

  test("a lake that is not on Azure says which tools cannot sign in to it", () => {
    const local = {
      ...azure,
      lakeUrl: "https://127.0.0.1:4243/lakeportlocal",
      blobUrl: "https://127.0.0.1:4243/lakeportlocal",
    };
    const notes = connectTexts(local).filter((text) => text.note?.includes("127.0.0.1:4243"));
    expect(notes.map((text) => text.id)).toEqual(["azcopy", "storage-explorer", "az"]);
    expect(codeOf(local).pandas).toContain('"account_host": "127.0.0.1:4243/lakeportlocal"');
    expect(codeOf(azure).pandas).not.toContain("account_host");
  });

  test("a file is read by the function for its kind", () => {
    const file = (name: string) => codeOf({ ...azure, path: `p/${name}`, isDirectory: false }).pandas;
    expect(file("a.parquet")).toContain("pd.read_parquet(");
    expect(file("a.csv")).toContain("pd.read_csv(");
  });
});
