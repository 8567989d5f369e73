import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Authorize with Shared Key, 2009-09-19 and later: these headers in this order, then x-ms-*, then the resource. */
const signedHeaders = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "if-modified-since",
  "if-match",
  "if-none-match",
  "if-unmodified-since",
  "range",
];

export type SignedParts = { method: string; target: string; headers: IncomingHttpHeaders };

/** The text that a shared-key signature covers; the resource names the account twice in path style [V]. */
export function stringToSign(account: string, parts: SignedParts): string {
  const one = (name: string): string => {
    const value = parts.headers[name];
    return Array.isArray(value) ? value.join(",") : (value ?? "");
  };
  const standard = signedHeaders.map((name) => {
    if (name === "content-length" && one(name) === "0") return "";
    return name === "date" && one("x-ms-date") !== "" ? "" : one(name);
  });
  const own = Object.keys(parts.headers)
    .filter((name) => name.startsWith("x-ms-"))
    .toSorted()
    .map((name) => `${name}:${one(name).trim()}`);
  return [parts.method, ...standard, ...own, canonicalResource(account, parts.target)].join("\n");
}

function canonicalResource(account: string, target: string): string {
  const [path = "/", query = ""] = target.split(/\?(.*)/s);
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  const lines = [...values.keys()]
    .toSorted()
    .map((key) => `${key}:${(values.get(key) ?? []).toSorted().join(",")}`);
  return [`/${account}${path}`, ...lines].join("\n");
}

export function signature(key: string, text: string): string {
  return createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64");
}

/** Judges `Authorization: SharedKey account:signature`; 403 AuthenticationFailed shows the text that was expected. */
export function createKeyJudge(account: string, key: string): (request: IncomingMessage) => void {
  return (request) => {
    const given = /^SharedKey ([^:]+):(.+)$/i.exec(request.headers.authorization ?? "");
    const parts = { method: request.method ?? "", target: request.url ?? "/", headers: request.headers };
    const text = stringToSign(account, parts);
    const expected = Buffer.from(signature(key, text));
    const shown = Buffer.from(given?.[2] ?? "");
    if (given?.[1] === account && shown.length === expected.length && timingSafeEqual(shown, expected))
      return;
    throw new Refusal("AuthenticationFailed", {
      details: {
        AuthenticationErrorDetail: `The MAC signature found in the HTTP request '${given?.[2] ?? ""}' is not the same as any computed signature. Server used following string to sign: '${text}'.`,
      },
    });
  };
}
