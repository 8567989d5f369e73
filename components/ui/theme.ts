/** The person's choice of theme; "system" follows the device. */
export type Theme = "light" | "dark" | "system";

/** Name of the cookie that lets the server render the chosen theme without a flash. */
export const themeCookie = "lakeport-theme";

/** Reads a cookie's value; anything unknown means "follow the device". */
export function readTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
