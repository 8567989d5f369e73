import type { AccessLevel } from "#lib/grants/grant.ts";

/** Who has what until revoked; folders by zone and path below the partition. */
export type StoryGrant = {
  organization: string;
  address: string;
  level: AccessLevel;
  zone: "raw" | "curated";
  path: string;
  reason: string;
};

/** A grant that was given for some days of the last thirty and has expired since. */
export type PastGrant = StoryGrant & { fromDay: number; days: number };

/** Consumers of each organization, by its slug; its admin is a member from the first day. */
export const consumers: Record<string, readonly string[]> = {
  "contoso-dairy": ["reader@contoso.example", "contributor@contoso.example", "pending@contoso.example"],
  "fabrikam-pharma": ["reader@fabrikam.example"],
};

const dairy = "contoso-dairy";
const pharma = "fabrikam-pharma";
const rosa = "reader@contoso.example";
const chidi = "contributor@contoso.example";
const petra = "pending@contoso.example";
const freya = "reader@fabrikam.example";

const chamberA = { organization: dairy, zone: "curated", path: "Rotterdam Cold Store/Chamber A" } as const;
const chamberB = { organization: dairy, zone: "curated", path: "Rotterdam Cold Store/Chamber B" } as const;
const lineOne = { organization: dairy, zone: "curated", path: "Amsterdam Plant/Line 1" } as const;
const lineTwo = { organization: dairy, zone: "curated", path: "Amsterdam Plant/Line 2" } as const;
const basel = { organization: pharma, zone: "curated", path: "Basel Site" } as const;

/** The roles of the demo people; nobody but these sees data, no admin among them. */
export const grants: readonly StoryGrant[] = [
  { ...lineOne, address: rosa, level: "reader", reason: "Weekly quality report of the filling line" },
  { ...chamberB, address: rosa, level: "reader", reason: "Weekly quality report of the cold store" },
  { ...chamberB, zone: "raw", address: rosa, level: "reader", reason: "Check of sensors against the report" },
  { ...chamberA, address: chidi, level: "contributor", reason: "Maintains the model for the cold store" },
  { ...lineTwo, address: petra, level: "reader", reason: "Joins the quality team" },
  { ...basel, address: freya, level: "reader", reason: "Stability study" },
  {
    ...basel,
    zone: "raw",
    path: "Basel Site/Freezer A",
    address: freya,
    level: "reader",
    reason: "Calibration of freezer A",
  },
];

/** Days count back from today; what ended leaves its lines in the audit and nothing else. */
export const pastGrants: readonly PastGrant[] = [
  { ...lineTwo, address: rosa, level: "reader", fromDay: 26, days: 3, reason: "Recall drill" },
  {
    ...chamberB,
    address: chidi,
    level: "reader",
    fromDay: 24,
    days: 5,
    reason: "Comparison of the chambers",
  },
  { ...chamberA, address: rosa, level: "reader", fromDay: 21, days: 2, reason: "Excursion review" },
  { ...lineOne, address: chidi, level: "reader", fromDay: 18, days: 4, reason: "Model for the filling line" },
  {
    ...chamberA,
    address: rosa,
    level: "reader",
    fromDay: 15,
    days: 1,
    reason: "Excursion review, second look",
  },
  {
    ...lineTwo,
    address: chidi,
    level: "contributor",
    fromDay: 12,
    days: 6,
    reason: "Upload of corrected readings",
  },
  {
    ...basel,
    path: "Basel Site/Freezer B",
    address: freya,
    level: "contributor",
    fromDay: 10,
    days: 2,
    reason: "Import of old logs",
  },
  { ...lineTwo, address: rosa, level: "reader", fromDay: 8, days: 3, reason: "Recall drill, repeated" },
  {
    ...chamberB,
    zone: "raw",
    address: chidi,
    level: "reader",
    fromDay: 5,
    days: 2,
    reason: "Missing readings",
  },
  { ...lineTwo, address: rosa, level: "reader", fromDay: 3, days: 1, reason: "Customer's question" },
];
