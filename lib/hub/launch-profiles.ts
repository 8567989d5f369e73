import { z } from "zod";
import file from "#jupyterhub/profiles.json" with { type: "json" };

const profileSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  memoryText: z.string(),
  cpuText: z.string(),
});

/** A choice offered before a server starts; the spawner enforces the figures that stand in the same file. */
export type LaunchProfile = z.infer<typeof profileSchema>;

/** All launch profiles, the smallest first. */
export const launchProfiles: readonly LaunchProfile[] = z.array(profileSchema).parse(file.profiles);

/** The profile of that id, or undefined for an id that nobody offered. */
export function findLaunchProfile(id: string): LaunchProfile | undefined {
  return launchProfiles.find((profile) => profile.id === id);
}
