import { type Call, type HeaderValues, headerOf } from "#emulators/lake/call.ts";
import type { ContentHeaders, PathRow } from "#emulators/lake/store/paths.ts";
import { badHeader, Refusal } from "#emulators/lake/wire/refusal.ts";

/** dfs names of the content headers. */
export const dfsContentNames: Record<keyof ContentHeaders, string> = {
  contentType: "x-ms-content-type",
  contentEncoding: "x-ms-content-encoding",
  contentLanguage: "x-ms-content-language",
  contentDisposition: "x-ms-content-disposition",
  cacheControl: "x-ms-cache-control",
  contentMd5: "x-ms-content-md5",
};
/** blob names of the same. */
export const blobContentNames: Record<keyof ContentHeaders, string> = {
  contentType: "x-ms-blob-content-type",
  contentEncoding: "x-ms-blob-content-encoding",
  contentLanguage: "x-ms-blob-content-language",
  contentDisposition: "x-ms-blob-content-disposition",
  cacheControl: "x-ms-blob-cache-control",
  contentMd5: "x-ms-blob-content-md5",
};
const shownNames: Record<keyof ContentHeaders, string> = {
  contentType: "content-type",
  contentEncoding: "content-encoding",
  contentLanguage: "content-language",
  contentDisposition: "content-disposition",
  cacheControl: "cache-control",
  contentMd5: "content-md5",
};
const keys = Object.keys(shownNames).filter((key): key is keyof ContentHeaders => key in shownNames);

/** The content headers of a request under the given names. */
export function readContentHeaders(call: Call, names: Record<keyof ContentHeaders, string>): ContentHeaders {
  const found: ContentHeaders = {};
  for (const key of keys) {
    const value = headerOf(call, names[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

/** The content headers of a path as an answer carries them; without a type it is application/octet-stream. */
export function shownContentHeaders(path: PathRow): HeaderValues {
  const shown: HeaderValues = {};
  if (!path.extra.isImplicit) shown["content-type"] = "application/octet-stream";
  for (const key of keys) {
    const value = path.extra.headers?.[key];
    if (value !== undefined) shown[shownNames[key]] = value;
  }
  return shown;
}

const metadataName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `x-ms-properties: name=base64,…`; undefined when absent, 400 when malformed. */
export function readProperties(call: Call): Record<string, string> | undefined {
  const text = headerOf(call, "x-ms-properties");
  if (text === undefined) return undefined;
  const found: Record<string, string> = {};
  for (const part of text.split(",").filter((piece) => piece.trim() !== "")) {
    const cut = part.indexOf("=");
    const name = part.slice(0, cut).trim();
    if (cut < 1 || !metadataName.test(name)) throw badHeader("x-ms-properties", text);
    found[name] = Buffer.from(part.slice(cut + 1).trim(), "base64").toString("latin1");
  }
  return found;
}

/** The `x-ms-properties` text of metadata. */
export function formatProperties(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name}=${Buffer.from(value, "latin1").toString("base64")}`)
    .join(",");
}

/** `x-ms-meta-*` headers; names keep their case as sent. */
export function readMetadata(call: Call): Record<string, string> {
  const found: Record<string, string> = {};
  const raw = call.request.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (!name.toLowerCase().startsWith("x-ms-meta-")) continue;
    const key = name.slice("x-ms-meta-".length);
    if (!metadataName.test(key)) throw new Refusal("InvalidMetadata");
    found[key] = raw[index + 1] ?? "";
  }
  return found;
}

export function metadataHeaders(metadata: Record<string, string> | undefined): HeaderValues {
  return Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [`x-ms-meta-${name}`, value]),
  );
}
