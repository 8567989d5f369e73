import type { DeviceTarget } from "#emulators/devices/targets.ts";

const dayMs = 86_400_000;
const sensorsPerPlace = 2;

/** One line per sensor, as the devices of the last months wrote them: an ordinary moment, nothing alarming. */
export function measure(place: DeviceTarget["sensing"], now: Date): string {
  const ofDay = (now.getTime() % dayMs) / dayMs;
  const daily = (place.swing / 2) * Math.sin(2 * Math.PI * (ofDay - 0.35));
  const ts = `${now.toISOString().slice(0, 19)}Z`;
  const lines = Array.from({ length: sensorsPerPlace }, (_, index) => {
    const noise = (Math.random() - 0.5) * place.swing * 0.4;
    return JSON.stringify({
      ts,
      sensor: `${place.code}-${String(index + 1).padStart(2, "0")}`,
      celsius: Number((place.setpoint + daily + noise).toFixed(2)),
      humidity: Number((place.humidity + (Math.random() - 0.5) * 4).toFixed(1)),
      door: Math.random() < 0.02 ? "open" : "closed",
    });
  });
  return `${lines.join("\n")}\n`;
}
