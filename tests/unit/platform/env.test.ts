import { describe, expect, test } from "vitest";
import { isLocalCloud, readEnv } from "#lib/platform/env.ts";

const azure = {
  DATABASE_URL: "postgresql://lakeport_app:x@db.example.com/lakeport",
  SEAL_KEYS: `k1:${"A".repeat(43)}`,
  ENTRA_TENANT_ID: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e01",
  ENTRA_CLIENT_ID: "8d6f3f0e-5c1a-4f5e-9b1e-1a6b0c0d0e11",
  LAKE_ACCOUNT: "northwindlake",
  LAKE_URL: "https://northwindlake.dfs.core.windows.net",
  LAKE_BLOB_URL: "https://northwindlake.blob.core.windows.net",
  LAKE_BROWSER_URL: "https://northwindlake.dfs.core.windows.net",
};
const metadata = (origin: string) => JSON.stringify({ token_endpoint: `${origin}/oauth2/v2.0/token` });

describe("settings", () => {
  test("of the public cloud need no emulator switch, and are no local cloud", () => {
    expect(isLocalCloud(readEnv(azure))).toBe(false);
    expect(isLocalCloud(readEnv({ ...azure, ALLOW_EMULATORS: "1" }))).toBe(false);
  });

  test.each([
    { LAKE_URL: "https://127.0.0.1:4243/lakeportlocal" },
    { LAKE_URL: "https://localhost:4243/lakeportlocal" },
    { LAKE_URL: "https://[::1]:4243/lakeportlocal" },
    { GRAPH_URL: "http://127.0.0.1:4100/v1.0" },
    { AZURE_AUTHORITY_HOST: "https://127.0.0.1:4143" },
    { ENTRA_AUTHORITY_METADATA: metadata("http://127.0.0.1:4100") },
  ])("that name an emulator are refused unless that is meant: %j", (emulator) => {
    expect(() => readEnv({ ...azure, ...emulator })).toThrow(/is an emulator; set ALLOW_EMULATORS=1/);
    expect(() => readEnv({ ...azure, ...emulator, ALLOW_EMULATORS: "1" })).not.toThrow();
  });

  test("that hand the sign-in to a foreign host are refused, also where emulators are allowed", () => {
    const foreign = { ...azure, ENTRA_AUTHORITY_METADATA: metadata("https://login.example.com") };
    for (const settings of [foreign, { ...foreign, ALLOW_EMULATORS: "1" }]) {
      expect(() => readEnv(settings)).toThrow("login.example.com: neither Microsoft nor loopback");
    }
    const microsoft = { ...azure, ENTRA_AUTHORITY_METADATA: metadata("https://login.microsoftonline.com") };
    expect(readEnv(microsoft).ENTRA_AUTHORITY_METADATA).toBeDefined();
  });

  test("that are missing or wrong are named, and their values left out", () => {
    const wrong = { ...azure, LAKE_URL: "not-a-secret-but-still", SEAL_KEYS: "" };
    expect(() => readEnv(wrong)).toThrow(/SEAL_KEYS: .*LAKE_URL: /);
    expect(() => readEnv(wrong)).not.toThrow(/not-a-secret/);
  });
});
