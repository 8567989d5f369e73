import { excursionAt } from "#prisma/seed/excursion.ts";
import type { Sensing } from "#prisma/seed/places.ts";

/** One sensor's reading. */
export type Reading = {
  ts: Date;
  sensor: string;
  /** Degrees Celsius, two decimals. */
  celsius: number;
  /** Relative humidity in per cent, one decimal. */
  humidity: number;
  door: "open" | "closed";
};

const dayMs = 86_400_000;
export const sensorsPerPlace = 2;

/**
 * What a sensor said at a moment: always the same for the same place, sensor and moment, so that a file can be made
 * again alone and raw agrees with curated. `lastFullMonth` (its first moment) is where the one excursion lies.
 */
export function readingAt(place: Sensing, sensor: number, at: { time: Date; lastFullMonth: Date }): Reading {
  const ms = at.time.getTime();
  const name = `${place.code}-${String(sensor).padStart(2, "0")}`;
  const ofDay = (ms % dayMs) / dayMs;
  const daily = (place.swing / 2) * Math.sin(2 * Math.PI * (ofDay - 0.35));
  const compressor = (place.swing / 6) * Math.sin(ms / 540_000 + sensor);
  const noise = (chanceOf(`${name}t`, ms) - 0.5) * place.swing * 0.25;
  const excursion = excursionAt(place, at);
  const isOpen = excursion.isDoorOpen || isDoorOpen(place, ms);
  const celsius = place.setpoint + daily + compressor + noise + (isOpen ? 0.3 : 0) + excursion.kelvin;
  const humidity = place.humidity + (chanceOf(`${name}h`, ms) - 0.5) * 4 + (isOpen ? 3 : 0);
  return {
    ts: at.time,
    sensor: name,
    celsius: Math.round(celsius * 100) / 100,
    humidity: Math.round(Math.min(humidity, 99.9) * 10) / 10,
    door: isOpen ? "open" : "closed",
  };
}

/** Readings of all sensors of a place from `start` (inclusive) to `end` (exclusive), by time. */
export function readingsOf(
  place: Sensing,
  span: { start: Date; end: Date; stepMinutes: number },
  lastFullMonth: Date,
): Reading[] {
  const found: Reading[] = [];
  const stepMs = span.stepMinutes * 60_000;
  for (let ms = span.start.getTime(); ms < span.end.getTime(); ms += stepMs) {
    const time = new Date(ms);
    for (let sensor = 1; sensor <= sensorsPerPlace; sensor += 1) {
      found.push(readingAt(place, sensor, { time, lastFullMonth }));
    }
  }
  return found;
}

/** Working hours only, about one reading in thirty: deliveries and walks. */
function isDoorOpen(place: Sensing, ms: number): boolean {
  const hour = Math.floor((ms % dayMs) / 3_600_000);
  return hour >= 6 && hour < 19 && chanceOf(`${place.code}d`, Math.floor(ms / 600_000)) < 0.035;
}

/** A number in [0, 1) that looks like chance and is the same every time (mixing as in MurmurHash3's finalizer). */
export function chanceOf(name: string, moment: number): number {
  let mixed = Math.floor(moment / 60_000) | 0;
  for (let index = 0; index < name.length; index += 1) {
    mixed = Math.imul(mixed ^ name.charCodeAt(index), 0x85ebca6b);
    mixed ^= mixed >>> 13;
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
