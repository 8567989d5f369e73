const hueCount = 12;

/** Up to two letters for a name: first and last word; an address gives its local part's first letters. */
export function initialsOf(name: string): string {
  const bare = name.includes("@") ? (name.split("@")[0] ?? name) : name;
  const words = bare.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    firstLetter(word ?? ""),
  );
  return letters.join("").toLocaleUpperCase("en") || "?";
}

function firstLetter(word: string): string {
  return [...word].find((character) => /[\p{L}\p{N}]/u.test(character)) ?? "";
}

/** The same key always gets the same one of the twelve hues (0 to 11). Hash: FNV-1a, 32 bit. */
export function hueOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const character of key) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % hueCount;
}
