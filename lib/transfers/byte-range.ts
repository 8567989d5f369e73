/** What a Range header asks for, in bytes; `suffix` counts from the end. */
export type ByteRange =
  | { kind: "whole" }
  | { kind: "part"; offset: number; length: number | null }
  | { kind: "suffix"; length: number };

/**
 * Reads one range of RFC 9110. More than one, other units and nonsense mean the whole file, as the RFC allows; a
 * header is never an error.
 */
export function readByteRange(header: string | null): ByteRange {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  const [, first = "", last = ""] = found ?? [];
  if (found === null || (first === "" && last === "")) {
    return { kind: "whole" };
  }
  if (first === "") {
    return { kind: "suffix", length: Number(last) };
  }
  const offset = Number(first);
  if (last === "") {
    return { kind: "part", offset, length: null };
  }
  const length = Number(last) - offset + 1;
  return length > 0 ? { kind: "part", offset, length } : { kind: "whole" };
}
