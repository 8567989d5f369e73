/** Longest name of one path segment that the lake takes, in characters (Naming rules for containers, blobs: 254 segments, 1,024 for the whole path; 255 as on disk). */
const nameMax = 255;

/** Why a name cannot be given to a new directory, as a sentence; undefined when it can. `taken`: names already in this directory. */
export function refuseDirectoryName(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name.trim() === "") return "Give the directory a name.";
  if (name !== name.trim()) return "A name cannot start or end with a space.";
  if (/[/\\]/.test(name)) return "A name cannot contain / or \\. Make one directory at a time.";
  if (/\p{Cc}/u.test(name)) return "A name cannot contain control characters.";
  if (name.endsWith(".")) return "A name cannot end with a dot.";
  if (name.length > nameMax) return `A name has at most ${nameMax} characters; this one has ${name.length}.`;
  if (taken.has(name)) return `“${name}” already exists here.`;
  return undefined;
}
