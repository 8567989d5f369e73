import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const targets = z.array(
  z.object({
    container: z.string(),
    path: z.string(),
    sensing: z.object({
      code: z.string(),
      setpoint: z.number(),
      swing: z.number(),
      humidity: z.number(),
    }),
  }),
);

/** Where a device appends, and what its place is like. */
export type DeviceTarget = z.infer<typeof targets>[number];

/** The targets that the seed wrote; none while it has not. */
export function readTargets(file: string): DeviceTarget[] {
  return existsSync(file) ? targets.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
}
