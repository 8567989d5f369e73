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
export type Retention = { isEnabled: boolean; days: number };
export type ServiceProperties = { cors: CorsRule[]; deleteRetention: Retention };

/** The account's service properties; a Set replaces the parts that it names and survives a restart. */
export type Service = {
  properties: () => ServiceProperties;
  change: (changed: Partial<ServiceProperties>) => void;
  deleteRetentionMs: () => number;
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
    deleteRetentionMs: () =>
      current.deleteRetention.isEnabled ? current.deleteRetention.days * 86_400_000 : 0,
  };
}

const corsRulesMax = 5;

/** What a Set Service Properties document changes; logging and metrics are accepted and not kept. */
export function readServiceProperties(root: XmlNode): Partial<ServiceProperties> {
  const changed: Partial<ServiceProperties> = {};
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

function listOf(value: XmlNode[string]): string[] {
  return textOf(value)
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** The document of Get Service Properties; the parts that the lake does not have show as switched off. */
export function formatServiceProperties(properties: ServiceProperties): string {
  const off =
    "<Version>1.0</Version><Enabled>false</Enabled><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>";
  const logging =
    "<Version>1.0</Version><Read>false</Read><Write>false</Write><Delete>false</Delete><RetentionPolicy><Enabled>false</Enabled></RetentionPolicy>";
  const rules = properties.cors.map(
    (rule) =>
      `<CorsRule>${element("AllowedMethods", rule.methods.join(","))}${element("AllowedOrigins", rule.origins.join(","))}${element("AllowedHeaders", rule.allowedHeaders.join(","))}${element("ExposedHeaders", rule.exposedHeaders.join(","))}${element("MaxAgeInSeconds", rule.maxAgeS)}</CorsRule>`,
  );
  const { isEnabled, days } = properties.deleteRetention;
  const retention = `<DeleteRetentionPolicy>${element("Enabled", isEnabled)}${isEnabled ? element("Days", days) : ""}</DeleteRetentionPolicy>`;
  const cors = rules.length === 0 ? "<Cors />" : `<Cors>${rules.join("")}</Cors>`;
  const statics = "<StaticWebsite><Enabled>false</Enabled></StaticWebsite>";
  return xmlDocument(
    `<StorageServiceProperties><Logging>${logging}</Logging><HourMetrics>${off}</HourMetrics><MinuteMetrics>${off}</MinuteMetrics>${cors}${retention}${statics}</StorageServiceProperties>`,
  );
}
