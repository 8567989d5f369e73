const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const whole = new Intl.NumberFormat("en");

/** A count with thousands separators. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** Bytes in binary units with three significant digits: 0 B, 1.21 KiB, 340 MiB. Null means unknown or not applicable: an en dash. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return "–";
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  const rounded = power === 0 ? String(bytes) : value.toPrecision(value >= 1000 ? 4 : 3);
  return `${rounded} ${units[power]}`;
}

/** Bytes per second in words, "–" when not yet known. */
export function formatRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? "–" : `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** Seconds as a person says them: under a minute in seconds, then minutes, then hours and minutes. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  if (seconds > 0 && total < 1) return "< 1 s";
  if (total < 60) return `${total} s`;
  const minutes = Math.round(total / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
