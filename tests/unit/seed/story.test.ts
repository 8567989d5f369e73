import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import { daysUntil, lastFullMonthOf, monthsUntil } from "#prisma/seed/calendar.ts";
import { excursionWindow } from "#prisma/seed/excursion.ts";
import { consumers, grants, pastGrants } from "#prisma/seed/people.ts";
import { contoso, fabrikam, organizations, type Sensing } from "#prisma/seed/places.ts";
import { planFiles } from "#prisma/seed/plan-files.ts";
import { type Reading, readingsOf } from "#prisma/seed/readings.ts";

const today = new Date("2026-11-21T00:00:00Z");
const allFiles = organizations.flatMap((organization) =>
  planFiles(organization, today).map((file) => ({ ...file, slug: organization.slug })),
);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function fileNamed(ending: string) {
  const found = allFiles.find((file) => file.path.endsWith(ending));
  if (found === undefined) {
    throw new Error(`No file ${ending} is planned.`);
  }
  return found;
}

/** Readings far from what the place is kept at: what anyone would call an alarm. */
function alarms(place: Sensing, readings: readonly Reading[]): Reading[] {
  return readings.filter((reading) => Math.abs(reading.celsius - place.setpoint) > 4);
}

describe("the one anomaly", () => {
  const sensings = new Map(
    organizations.flatMap((organization) =>
      organization.folders.flatMap(({ sensing }) =>
        sensing === undefined ? [] : [[sensing.code, sensing] as const],
      ),
    ),
  );
  const span = { start: new Date("2026-03-01T00:00:00Z"), end: today, stepMinutes: 15 };

  test("is in Chamber A only, in one night of the last full month, and nowhere else in eight months", () => {
    const places = [...sensings.values()].filter(
      (place) => alarms(place, readingsOf(place, span, lastFullMonthOf(today))).length > 0,
    );
    expect(places.map((place) => place.code)).toEqual(["CHA"]);
    const [chamber] = places;
    const found =
      chamber === undefined ? [] : alarms(chamber, readingsOf(chamber, span, lastFullMonthOf(today)));
    const window = excursionWindow(lastFullMonthOf(today));
    expect(found.every(({ ts }) => ts >= window.start && ts <= window.end)).toBe(true);
    expect(found[0]?.ts.toISOString().slice(0, 10)).toBe("2026-10-18");
    expect(new Set(found.map(({ ts }) => ts.toISOString().slice(0, 10))).size).toBe(1);
  });

  test("climbs from about 4 °C to about 15 °C over hours, with the door open at its beginning", () => {
    const { start, end } = excursionWindow(lastFullMonthOf(today));
    const chamber = sensings.get("CHA");
    const readings =
      chamber === undefined
        ? []
        : readingsOf(chamber, { start, end, stepMinutes: 5 }, lastFullMonthOf(today));
    expect(readings[0]?.celsius).toBeLessThan(5.5);
    expect(readings[0]?.door).toBe("open");
    const hottest = readings.reduce((left, right) => (right.celsius > left.celsius ? right : left));
    expect(hottest.celsius).toBeGreaterThan(13.5);
    expect(hottest.celsius).toBeLessThan(16);
    expect(hottest.ts.getTime() - start.getTime()).toBeGreaterThan(4 * 3_600_000);
    expect(readings.at(-1)?.celsius).toBeLessThan(6);
  });

  test("lies in the folder that the contributor has, in the file of the last full month", () => {
    const granted = grants.filter((grant) => grant.address === "contributor@contoso.example");
    expect(granted.map((grant) => `${grant.zone}/${grant.path}`)).toEqual([
      "curated/Rotterdam Cold Store/Chamber A",
    ]);
    const file = text(fileNamed("Chamber A/temperature-2026-10.csv").render());
    expect(file.split("\n").some((line) => Number(line.split(",")[2]) > 13)).toBe(true);
  });
});

describe("the story's files", () => {
  test("are about three hundred, each planned once", () => {
    expect(allFiles.length).toBeGreaterThan(250);
    expect(allFiles.length).toBeLessThan(350);
    expect(new Set(allFiles.map((file) => `${file.slug}/${file.zone}/${file.path}`)).size).toBe(
      allFiles.length,
    );
  });

  test("are the same bytes every time", () => {
    const file = fileNamed("Chamber B/temperature-2026-09.csv");
    expect(file.render()).toEqual(file.render());
  });

  test("hold a month in 100 to 400 KB of CSV, and the same rows as Parquet", async () => {
    const csv = fileNamed("Chamber A/temperature-2026-10.csv").render();
    expect(csv.length).toBeGreaterThan(100_000);
    expect(csv.length).toBeLessThan(400_000);
    const lines = text(csv).trim().split("\n");
    expect(lines[0]).toBe("ts,sensor,celsius,humidity,door");
    const bytes = fileNamed("Chamber A/temperature-2026-10.parquet").render();
    const rows = await parquetReadObjects({ file: bytes.slice().buffer });
    expect(rows).toHaveLength(lines.length - 1);
    const fields = lines[1]?.split(",") ?? [];
    expect(rows[0]).toMatchObject({
      ts: new Date(fields[0] ?? ""),
      sensor: fields[1],
      celsius: Number(fields[2]),
    });
  });

  test("say the same in raw as in curated at the same moment", () => {
    const day = fileNamed("Chamber A/2026-11/readings-2026-11-10.jsonl");
    const line = JSON.parse(text(day.render()).split("\n")[0] ?? "{}");
    const curated = text(fileNamed("Chamber A/temperature-2026-11.csv").render());
    expect(curated).toContain(`${line.ts},${line.sensor},${line.celsius.toFixed(2)}`);
  });

  test("are a real PNG and JSON on every line of the events", () => {
    expect([...fileNamed("site-plan.png").render().slice(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    const lines = text(fileNamed("Chamber A/events.jsonl").render()).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).kind)).toContain("fault");
  });
});

describe("the calendar", () => {
  test("counts full months back from today and adds the current one up to today", () => {
    const months = monthsUntil(new Date("2026-03-10T00:00:00Z"), 3);
    expect(months.map((month) => month.label)).toEqual(["2025-12", "2026-01", "2026-02", "2026-03"]);
    expect(months.at(-1)?.end.toISOString()).toBe("2026-03-10T00:00:00.000Z");
  });

  test("has no empty month on the first day of one, and days that end at today's midnight", () => {
    expect(monthsUntil(new Date("2026-03-01T00:00:00Z"), 2).map((month) => month.label)).toEqual([
      "2026-01",
      "2026-02",
    ]);
    expect(daysUntil(today, 2).map((day) => day.label)).toEqual(["2026-11-19", "2026-11-20"]);
  });
});

describe("the cast", () => {
  test("has the reader in exactly two curated folders and one raw one, and no admin among the granted", () => {
    const rosa = grants.filter((grant) => grant.address === "reader@contoso.example");
    expect(rosa.filter((grant) => grant.zone === "curated")).toHaveLength(2);
    expect(rosa.filter((grant) => grant.zone === "raw")).toHaveLength(1);
    const people = new Set([...grants, ...pastGrants].map((grant) => grant.address));
    expect([contoso.admin, fabrikam.admin].filter((admin) => people.has(admin))).toEqual([]);
    const known = Object.values(consumers).flat();
    expect([...people].filter((address) => !known.includes(address))).toEqual([]);
  });

  test("grants only folders that exist, and contributors only where the zone is open", () => {
    for (const grant of [...grants, ...pastGrants]) {
      const organization = organizations.find(({ slug }) => slug === grant.organization);
      const folder = organization?.folders.find(
        ({ zone, path }) => zone === grant.zone && path === grant.path,
      );
      expect(folder?.kind, grant.path).toBeUndefined();
      expect(folder, grant.path).toBeDefined();
      expect(grant.level === "contributor" && grant.zone === "raw").toBe(false);
    }
  });
});
