import { allRows, run } from "#emulators/lake/store/database.ts";
import type { Store } from "#emulators/lake/store/store.ts";
import { Refusal } from "#emulators/lake/wire/refusal.ts";
import { element, nodesOf, textOf, type XmlNode, xmlDocument } from "#emulators/lake/wire/xml.ts";

export type CorsRule = {
  origins: string[];
  methods: string[];
  allowedHeaders: string[];
  exposedHeaders: string[];
  maxAgeS: number;
};
type Retention = { isEnabled: boolean; days: number };
export type ServiceProperties = {
  cors: CorsRule[];
  deleteRetention: Retention;
  containerDeleteRetention?: Retention;
  /** Logging, metrics and static website: kept as set and shown again, without effect. */
  kept?: Record<string, string>;
};

/** The account's service properties; a Set replaces the parts that it names and survives a restart. */
export type Service = {
  properties: () => ServiceProperties;
  change: (changed: Partial<ServiceProperties>) => void;
  /** How long deleted paths stay, 0 without soft delete. */
  deleteRetentionMs: () => number;
  /** The same for containers; in Azure a management setting, so it comes from infra/lake.json alone. */
  containerRetentionMs: () => number;
};

const settingName = "service-properties";

export function openService(store: Store, start: ServiceProperties): Service {
  const row = allRows(store.index, "SELECT value FROM setting WHERE name = ?", settingName)[0];
  let current: ServiceProperties = { ...start, ...(row ? JSON.parse(String(row.value)) : {}) };
  return {
    properties: () => current,
    change: (changed) => {
      current = { ...current, ...changed };
      run(
        store.index,
        "INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)",
        settingName,
        JSON.stringify(current),
      );
    },
    deleteRetentionMs: () => millisecondsOf(current.deleteRetention),
    containerRetentionMs: () => millisecondsOf(current.containerDeleteRetention),
  };
}

function millisecondsOf(retention: Retention | undefined): number {
  return retention?.isEnabled ? retention.days * 86_400_000 : 0;
}

const corsRulesMax = 5;

const keptSections = ["Logging", "HourMetrics", "MinuteMetrics", "StaticWebsite", "DefaultServiceVersion"];

/** What a Set Service Properties document changes; sections that it does not name stay as they are. */
export function readServiceProperties(root: XmlNode, before: ServiceProperties): Partial<ServiceProperties> {
  const changed: Partial<ServiceProperties> = { kept: { ...before.kept } };
  for (const name of keptSections) {
    if (root[name] !== undefined) changed.kept = { ...changed.kept, [name]: formatNode(name, root[name]) };
  }
  if (root.Cors !== undefined) changed.cors = readCors(root.Cors);
  const retention = nodesOf(root.DeleteRetentionPolicy)[0];
  if (retention)
    changed.deleteRetention = {
      isEnabled: textOf(retention.Enabled) === "true",
      days: Number(textOf(retention.Days) || "0"),
    };
  return changed;
}

function readCors(value: XmlNode[string]): CorsRule[] {
  const rules = nodesOf(value).flatMap((cors) => nodesOf(cors.CorsRule));
  if (rules.length > corsRulesMax) throw new Refusal("InvalidXmlDocument");
  return rules.map((rule) => ({
    origins: listOf(rule.AllowedOrigins),
    methods: listOf(rule.AllowedMethods).map((method) => method.toUpperCase()),
    allowedHeaders: listOf(rule.AllowedHeaders),
    exposedHeaders: listOf(rule.ExposedHeaders),
    maxAgeS: Number(textOf(rule.MaxAgeInSeconds) || "0"),
  }));
}

/** An element with its children in the order in which they were sent. */
function formatNode(name: string, value: XmlNode[string]): string {
  if (typeof value !== "object" || Array.isArray(value)) return element(name, textOf(value));
  const inner = Object.entries(value).map(([key, child]) => formatNode(key, child));
  return `<${name}>${inner.join("")}</${name}>`;
}

function listOf(value: XmlNode[string]): string[] {
  return textOf(value)
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

const noRetention = "<RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>";
const unset: Record<string, string> = {
  Logging: `<Logging><Version>1.0</Version><Read>false</Read><Write>false</Write><Delete>false</Delete>${noRetention}</Logging>`,
  HourMetrics: `<HourMetrics><Version>1.0</Version><Enabled>false</Enabled>${noRetention}</HourMetrics>`,
  MinuteMetrics: `<MinuteMetrics><Version>1.0</Version><Enabled>false</Enabled>${noRetention}</MinuteMetrics>`,
  StaticWebsite: "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>",
};

/** The document of Get Service Properties, its sections in the recorded order. */
export function formatServiceProperties(properties: ServiceProperties): string {
  const section = (name: string) => properties.kept?.[name] ?? unset[name] ?? "";
  const { isEnabled, days } = properties.deleteRetention;
  const retention = [
    element("Enabled", isEnabled),
    isEnabled ? element("Days", days) : "",
    element("AllowPermanentDelete", false),
  ];
  const rules = properties.cors.map(formatRule).join("");
  const sections = [
    section("Logging"),
    section("HourMetrics"),
    section("MinuteMetrics"),
    rules === "" ? "<Cors />" : `<Cors>${rules}</Cors>`,
    `<DeleteRetentionPolicy>${retention.join("")}</DeleteRetentionPolicy>`,
    section("StaticWebsite"),
    section("DefaultServiceVersion"),
  ];
  return xmlDocument(`<StorageServiceProperties>${sections.join("")}</StorageServiceProperties>`);
}

/** Literal header names come before prefixes (recorded). */
function formatRule(rule: CorsRule): string {
  const ordered = (names: readonly string[]) =>
    names.toSorted((a, b) => Number(a.endsWith("*")) - Number(b.endsWith("*"))).join(",");
  const parts = [
    element("AllowedMethods", rule.methods.join(",")),
    element("AllowedOrigins", rule.origins.join(",")),
    element("AllowedHeaders", ordered(rule.allowedHeaders)),
    element("ExposedHeaders", ordered(rule.exposedHeaders)),
    element("MaxAgeInSeconds", rule.maxAgeS),
  ];
  return `<CorsRule>${parts.join("")}</CorsRule>`;
}
