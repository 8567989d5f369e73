import { z } from "zod";
import list from "#jupyterhub/profiles.json" with { type: "json" };

const schema = z.object({
  profiles: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        memoryText: z.string(),
        cpuText: z.string(),
      }),
    )
    .min(1),
});

/** A choice offered before a notebook server starts. */
export type LaunchProfile = z.infer<typeof schema>["profiles"][number];

/** The launch profiles that the spawner knows; the first is the one chosen unless another is. */
export const launchProfiles: readonly LaunchProfile[] = schema.parse(list).profiles;

/** The profile of that id; null for one that is not offered. */
export function findLaunchProfile(id: string): LaunchProfile | null {
  return launchProfiles.find((profile) => profile.id === id) ?? null;
}
