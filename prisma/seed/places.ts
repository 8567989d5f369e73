/** One cooled place with its sensors: what it should be at, and how it lives. */
export type Sensing = {
  /** Prefix of the sensors' names: `CHA` makes CHA-01 and CHA-02. */
  code: string;
  /** Degrees Celsius that the controller aims at. */
  setpoint: number;
  /** Kelvin between the coldest and the warmest of an ordinary day. */
  swing: number;
  /** Relative humidity in per cent. */
  humidity: number;
};

/** A managed folder of the story; children come after their parent. */
export type StoryFolder = {
  zone: "raw" | "curated";
  /** Below the partition, in names. */
  path: string;
  kind?: "structure-only" | "private";
  /** Folders with readings. */
  sensing?: Sensing;
};

/** A customer of Northwind, with its folders. */
export type StoryOrganization = {
  name: string;
  slug: string;
  admin: string;
  folders: StoryFolder[];
};

const filling: Sensing = { code: "FIL", setpoint: 6, swing: 1.4, humidity: 72 };
const pasteurizer: Sensing = { code: "PAS", setpoint: 72.5, swing: 0.8, humidity: 48 };
const lineTwo: Sensing = { code: "LN2", setpoint: 5, swing: 1.6, humidity: 70 };
const chamberA: Sensing = { code: "CHA", setpoint: 4, swing: 1.2, humidity: 82 };
const chamberB: Sensing = { code: "CHB", setpoint: 3, swing: 1.1, humidity: 84 };
const freezerA: Sensing = { code: "FRA", setpoint: -20, swing: 1.5, humidity: 55 };
const freezerB: Sensing = { code: "FRB", setpoint: -70, swing: 2.2, humidity: 40 };

/** Contoso Dairy: a plant with two lines, a cold store with two chambers, and recipes that no consumer sees. */
export const contoso: StoryOrganization = {
  name: "Contoso Dairy",
  slug: "contoso-dairy",
  admin: "admin@contoso.example",
  folders: [
    { zone: "curated", path: "Amsterdam Plant", kind: "structure-only" },
    { zone: "curated", path: "Amsterdam Plant/Line 1" },
    { zone: "curated", path: "Amsterdam Plant/Line 1/Filling", sensing: filling },
    { zone: "curated", path: "Amsterdam Plant/Line 1/Pasteurizer", sensing: pasteurizer },
    { zone: "curated", path: "Amsterdam Plant/Line 2", sensing: lineTwo },
    { zone: "curated", path: "Rotterdam Cold Store" },
    { zone: "curated", path: "Rotterdam Cold Store/Chamber A", sensing: chamberA },
    { zone: "curated", path: "Rotterdam Cold Store/Chamber B", sensing: chamberB },
    { zone: "curated", path: "Recipes", kind: "private" },
    { zone: "raw", path: "Amsterdam Plant", kind: "structure-only" },
    { zone: "raw", path: "Amsterdam Plant/Line 1", sensing: filling },
    { zone: "raw", path: "Amsterdam Plant/Line 2", sensing: lineTwo },
    { zone: "raw", path: "Rotterdam Cold Store" },
    { zone: "raw", path: "Rotterdam Cold Store/Chamber A", sensing: chamberA },
    { zone: "raw", path: "Rotterdam Cold Store/Chamber B", sensing: chamberB },
  ],
};

/** Fabrikam Pharma: freezers in Basel. */
export const fabrikam: StoryOrganization = {
  name: "Fabrikam Pharma",
  slug: "fabrikam-pharma",
  admin: "admin@fabrikam.example",
  folders: [
    { zone: "curated", path: "Basel Site" },
    { zone: "curated", path: "Basel Site/Freezer A", sensing: freezerA },
    { zone: "curated", path: "Basel Site/Freezer B", sensing: freezerB },
    { zone: "raw", path: "Basel Site" },
    { zone: "raw", path: "Basel Site/Freezer A", sensing: freezerA },
    { zone: "raw", path: "Basel Site/Freezer B", sensing: freezerB },
  ],
};

export const organizations: readonly StoryOrganization[] = [contoso, fabrikam];
