import { parquetWriteBuffer } from "hyparquet-writer";
import type { Reading } from "#prisma/seed/readings.ts";

/** `ts,sensor,celsius,humidity,door` with a header line. */
export function csvOf(readings: readonly Reading[]): Uint8Array {
  let last = new Date(0);
  let lastText = "";
  const textOf = (ts: Date) => {
    // Sensors of a place share their moments: formatting a date is the dearest part of a line.
    lastText = ts === last ? lastText : secondsOf(ts);
    last = ts;
    return lastText;
  };
  const lines = readings.map(
    ({ ts, sensor, celsius, humidity, door }) =>
      `${textOf(ts)},${sensor},${celsius.toFixed(2)},${humidity.toFixed(1)},${door}`,
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

/** `2026-10-17T02:10:00Z`. */
export function secondsOf(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
