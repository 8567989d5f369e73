import { XMLParser } from "fast-xml-parser";
import { Refusal } from "#emulators/lake/wire/refusal.ts";

/** Characters that XML 1.0 forbids are replaced, the five special ones escaped. */
export function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** `<name>text</name>`; `<name />` for an empty text, as the service writes it. */
export function element(name: string, text: string | number | boolean): string {
  return text === ""
    ? `<${name} />`
    : `<${name}>${escapeXml(String(text)).replaceAll("&quot;", '"')}</${name}>`;
}

export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>${root}`;
}

/** Metadata as an element per name. */
export function metadataElement(metadata: Record<string, string> | undefined): string {
  const inner = Object.entries(metadata ?? {})
    .map(([name, value]) => element(name, value))
    .join("");
  return inner === "" ? "<Metadata />" : `<Metadata>${inner}</Metadata>`;
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true, processEntities: true });

export type XmlNode = { [name: string]: XmlValue };
export type XmlValue = string | XmlNode | XmlValue[] | undefined;

/** The root element's content; 400 InvalidXmlDocument when it is not XML or another root. */
export function parseXml(text: string, rootName: string): XmlNode {
  try {
    const parsed: XmlNode = parser.parse(text, true);
    const root = parsed[rootName];
    if (root === "") return {};
    if (typeof root === "object" && !Array.isArray(root)) return root;
  } catch {
    // Falls through to the refusal: a parser error and a wrong root are the same to the client.
  }
  throw new Refusal("InvalidXmlDocument");
}

/** Elements of one name as nodes: none, one or many. */
export function nodesOf(value: XmlValue): XmlNode[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is XmlNode => typeof item === "object" && !Array.isArray(item));
}

export function textOf(value: XmlValue): string {
  return typeof value === "string" ? value : "";
}
