import type { Sensing } from "#prisma/seed/places.ts";

const hourMs = 3_600_000;

/** Where the one anomaly of the story is, and when within the last full month. */
const placeCode = "CHA";
const dayOfMonth = 18;
const doorOpensAtHour = 1.75;
const doorClosesAtHour = 2.5;
const compressorFailsAtHour = 2;
const compressorRepairedAtHour = 8.5;
const peakKelvin = 11.2;
const riseHours = 2.4;
const recoveryHours = 0.9;

/** From the door's opening until the chamber is cold again. */
export function excursionWindow(lastFullMonth: Date): { start: Date; end: Date } {
  const night = nightOf(lastFullMonth);
  return {
    start: new Date(night + doorOpensAtHour * hourMs),
    end: new Date(night + (compressorRepairedAtHour + 5 * recoveryHours) * hourMs),
  };
}

/**
 * What the excursion adds: in one night a door of Chamber A stays open, the compressor fails, and until it is repaired
 * in the morning the air climbs from 4 to about 15 °C. Nothing anywhere else.
 */
export function excursionAt(
  place: Sensing,
  at: { time: Date; lastFullMonth: Date },
): { kelvin: number; isDoorOpen: boolean } {
  if (place.code !== placeCode) {
    return { kelvin: 0, isDoorOpen: false };
  }
  const hour = (at.time.getTime() - nightOf(at.lastFullMonth)) / hourMs;
  return { kelvin: kelvinAt(hour), isDoorOpen: hour >= doorOpensAtHour && hour < doorClosesAtHour };
}

function nightOf(lastFullMonth: Date): number {
  return Date.UTC(lastFullMonth.getUTCFullYear(), lastFullMonth.getUTCMonth(), dayOfMonth);
}

/** Warming towards the peak like any badly cooled room, then cooling: two exponentials. */
function kelvinAt(hour: number): number {
  if (hour < compressorFailsAtHour) {
    return 0;
  }
  const warmed = (until: number) => peakKelvin * (1 - Math.exp(-(until - compressorFailsAtHour) / riseHours));
  if (hour < compressorRepairedAtHour) {
    return warmed(hour);
  }
  const left =
    warmed(compressorRepairedAtHour) * Math.exp(-(hour - compressorRepairedAtHour) / recoveryHours);
  return left < 0.05 ? 0 : left;
}
