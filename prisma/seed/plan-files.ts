import { daysUntil, lastFullMonthOf, monthsUntil, type Span } from "#prisma/seed/calendar.ts";
import { excursionWindow } from "#prisma/seed/excursion.ts";
import { bytesOf, csvOf, jsonLinesOf, messageOf, parquetOf, secondsOf } from "#prisma/seed/formats.ts";
import type { Sensing, StoryFolder, StoryOrganization } from "#prisma/seed/places.ts";
import { chanceOf, readingsOf } from "#prisma/seed/readings.ts";
import { drawSitePlan } from "#prisma/seed/site-plan.ts";

/** A file of the story: where it lies below the partition, and how its bytes are made when they are needed. */
export type PlannedFile = {
  zone: StoryFolder["zone"];
  path: string;
  contentType: string;
  render: () => Uint8Array;
};

const fullMonths = 6;
const rawDays = 30;
const curatedStepMinutes = 15;
const rawStepMinutes = 10;

/** Every file of an organization; `today` is the midnight before which the readings end. */
export function planFiles(organization: StoryOrganization, today: Date): PlannedFile[] {
  return organization.folders.flatMap((folder) => {
    const { sensing } = folder;
    if (sensing === undefined) {
      return folder.kind === "private" ? [recipes(folder)] : [];
    }
    return folder.zone === "raw"
      ? rawFiles({ ...folder, sensing }, today)
      : curatedFiles({ ...folder, sensing }, today);
  });
}

type SensingFolder = StoryFolder & { sensing: Sensing };

/** What the curation pipeline makes: a file a month in two formats, events, a plan and a note. */
function curatedFiles(folder: SensingFolder, today: Date): PlannedFile[] {
  const months = monthsUntil(today, fullMonths);
  const lastFullMonth = lastFullMonthOf(today);
  const readings = (span: Span) =>
    readingsOf(folder.sensing, { ...span, stepMinutes: curatedStepMinutes }, lastFullMonth);
  const file = fileIn(folder);
  return [
    ...months.flatMap((span) => [
      file(`temperature-${span.label}.csv`, "text/csv", () => csvOf(readings(span))),
      file(`temperature-${span.label}.parquet`, "application/vnd.apache.parquet", () =>
        parquetOf(readings(span)),
      ),
    ]),
    file("events.jsonl", "application/x-ndjson", () => jsonLinesOf(eventsOf(folder, today))),
    file("site-plan.png", "image/png", () => drawSitePlan(4, folder.sensing.code.charCodeAt(2) % 4)),
    file("README.txt", "text/plain; charset=utf-8", () => bytesOf(noteOf(folder, months))),
  ];
}

/** What devices sent: a file a day, in a directory a month. */
function rawFiles(folder: SensingFolder, today: Date): PlannedFile[] {
  const lastFullMonth = lastFullMonthOf(today);
  const file = fileIn(folder);
  return daysUntil(today, rawDays).map((span) =>
    file(`${span.label.slice(0, 7)}/readings-${span.label}.jsonl`, "application/x-ndjson", () =>
      jsonLinesOf(
        readingsOf(folder.sensing, { ...span, stepMinutes: rawStepMinutes }, lastFullMonth).map(messageOf),
      ),
    ),
  );
}

function fileIn(folder: StoryFolder) {
  return (name: string, contentType: string, render: () => Uint8Array): PlannedFile => ({
    zone: folder.zone,
    path: `${folder.path}/${name}`,
    contentType,
    render,
  });
}

type StoryEvent = { ts: string; kind: string; sensor?: string; text: string };

/** Defrosts and deliveries of every day, and what the excursion left in the log of its chamber. */
function eventsOf(folder: SensingFolder, today: Date): StoryEvent[] {
  const { code } = folder.sensing;
  const daily = daysUntil(today, 90).flatMap(({ start }) => {
    const minute = Math.floor(chanceOf(`${code}v`, start.getTime()) * 600) + 420;
    const delivery = new Date(start.getTime() + minute * 60_000);
    const defrost = new Date(start.getTime() + 4.5 * 3_600_000);
    return [
      { ts: secondsOf(defrost), kind: "defrost", text: "Defrost cycle, 12 minutes" },
      { ts: secondsOf(delivery), kind: "delivery", text: `Delivery of ${(minute % 18) + 2} pallets` },
    ];
  });
  const all = [...daily, ...excursionEvents(folder, today)];
  return all.sort((left, right) => left.ts.localeCompare(right.ts));
}

function excursionEvents(folder: SensingFolder, today: Date): StoryEvent[] {
  if (folder.sensing.code !== "CHA") {
    return [];
  }
  const { start } = excursionWindow(lastFullMonthOf(today));
  const at = (hours: number) => secondsOf(new Date(start.getTime() + hours * 3_600_000));
  return [
    { ts: at(0), kind: "door", text: "Door open" },
    { ts: at(0.25), kind: "fault", sensor: "CHA-C1", text: "Compressor 1: high pressure, switched off" },
    { ts: at(0.75), kind: "door", text: "Door closed" },
    { ts: at(1.5), kind: "alarm", sensor: "CHA-01", text: "Temperature above 8 °C" },
    { ts: at(6.75), kind: "repair", sensor: "CHA-C1", text: "Compressor 1 reset by the technician on duty" },
  ];
}

function noteOf(folder: SensingFolder, months: readonly Span[]): string {
  const { code, setpoint } = folder.sensing;
  return [
    folder.path,
    "",
    `Sensors ${code}-01 and ${code}-02, target ${setpoint} °C.`,
    `temperature-YYYY-MM.csv and .parquet: ts (UTC), sensor, celsius, humidity (%), door; every ${curatedStepMinutes} minutes,`,
    `from ${months[0]?.label ?? ""} to ${months.at(-1)?.label ?? ""}.`,
    "events.jsonl: defrosts, deliveries, faults and alarms of the last 90 days.",
    "site-plan.png: where the sensors hang (red) and the doors are (orange).",
    "",
  ].join("\n");
}

function recipes(folder: StoryFolder): PlannedFile {
  const csv =
    "product,fat_percent,pasteurize_celsius,seconds\nWhole milk,3.5,72.5,15\nYoghurt,3.8,92.0,300\n";
  return fileIn(folder)("recipes.csv", "text/csv", () => bytesOf(csv));
}
