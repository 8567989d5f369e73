/** How a file is handed to a browser: saved, or shown as the picture that `contentType` says. */
export type Disposition = { kind: "attachment" } | { kind: "inline"; contentType: string };

/**
 * Headers under which a file from the lake can do nothing in our origin: never sniffed, never scripted, never framed,
 * never cached by others. RFC 6266 and RFC 8187 for the name.
 */
export function contentHeaders(file: {
  name: string;
  disposition: Disposition;
  etag: string;
  modifiedAt: Date;
}): Record<string, string> {
  const { disposition, name } = file;
  return {
    "content-type": disposition.kind === "inline" ? disposition.contentType : "application/octet-stream",
    "content-disposition": `${disposition.kind}; ${fileNameParameters(name)}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
    etag: file.etag,
    "last-modified": file.modifiedAt.toUTCString(),
  };
}

/** `filename` in ASCII for old readers, `filename*` with the true name. */
function fileNameParameters(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  return `filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}

/** RFC 8187: encodeURIComponent leaves four characters that the grammar does not allow. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
