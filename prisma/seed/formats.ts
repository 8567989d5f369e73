import { parquetWriteBuffer } from "hyparquet-writer";
import type { Reading } from "#prisma/seed/readings.ts";

/** `ts,sensor,celsius,humidity,door` with a header line. */
export function csvOf(readings: readonly Reading[]): Uint8Array {
  const lines = readings.map(
    ({ ts, sensor, celsius, humidity, door }) =>
      `${secondsOf(ts)},${sensor},${celsius.toFixed(2)},${humidity.toFixed(1)},${door}`,
  );
  return bytesOf(`ts,sensor,celsius,humidity,door\n${lines.join("\n")}\n`);
}

/** One JSON object a line, as the devices send it. */
export function jsonLinesOf(rows: readonly object[]): Uint8Array {
  return bytesOf(`${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
}

/** A reading as a device sends it. */
export function messageOf({ ts, sensor, celsius, humidity, door }: Reading): object {
  return { ts: secondsOf(ts), sensor, celsius, humidity, door };
}

/** The same columns as the CSV, typed. */
export function parquetOf(readings: readonly Reading[]): Uint8Array {
  const column = <T>(pick: (reading: Reading) => T): T[] => readings.map(pick);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "ts", data: column((reading) => reading.ts), type: "TIMESTAMP" },
        { name: "sensor", data: column((reading) => reading.sensor), type: "STRING" },
        { name: "celsius", data: column((reading) => reading.celsius), type: "DOUBLE" },
        { name: "humidity", data: column((reading) => reading.humidity), type: "DOUBLE" },
        { name: "door", data: column((reading) => reading.door), type: "STRING" },
      ],
    }),
  );
}

const dayMs = 86_400_000;
const dayTexts = new Map<number, string>();
const minuteTexts = Array.from({ length: 1440 }, (_, minute) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":"),
);

/** `2026-10-17T02:10:00Z`: whole minutes only. A day and a minute are spelled once each, since half a million lines ask. */
export function secondsOf(time: Date): string {
  const ms = time.getTime();
  const day = Math.floor(ms / dayMs);
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = time.toISOString().slice(0, 11);
    dayTexts.set(day, text);
  }
  return `${text}${minuteTexts[Math.floor((ms - day * dayMs) / 60_000)]}:00Z`;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
