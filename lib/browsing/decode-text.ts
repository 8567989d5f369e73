/** Text of a file's beginning, or null when it is no text. */
export type DecodedText = { text: string; note: string | null };

/**
 * Decodes a beginning of a file: byte order marks first, then UTF-8, then (with a note) Windows-1252, which is what
 * spreadsheets of this region write. A character cut off by the end of `bytes` is dropped. Null when NUL bytes say
 * that it is no text.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const marked = byMark(bytes);
  if (marked !== null) {
    return { text: decode(bytes, marked, false), note: marked === "utf-8" ? null : "Encoded as UTF-16." };
  }
  if (bytes.includes(0)) {
    return null;
  }
  try {
    return { text: decode(bytes, "utf-8", true), note: null };
  } catch {
    return {
      text: decode(bytes, "windows-1252", false),
      note: "This is not UTF-8; it is shown as Windows-1252, so some characters may be wrong.",
    };
  }
}

/** Whether the longest line of a text fits what a previewer can hold. */
export function endsInsideFirstLine(text: string): boolean {
  return !text.includes("\n");
}

function byMark(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return "utf-8";
  }
  if (first === 0xff && second === 0xfe) {
    return "utf-16le";
  }
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

function decode(bytes: Uint8Array, encoding: string, isFatal: boolean): string {
  // `stream` keeps a character that the end of the range cut in two from counting as an error.
  return new TextDecoder(encoding, { fatal: isFatal }).decode(bytes, { stream: true });
}
