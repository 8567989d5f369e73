import type { ListMove } from "./selection.ts";

/** What a key means in the list. */
export type ListKey =
  | ListMove
  | { kind: "open" }
  | { kind: "up" }
  | { kind: "type"; letter: string }
  | { kind: "nothing" };

type Pressed = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

function target(key: string, at: { active: number; count: number; pageRows: number }): number | undefined {
  const targets: Record<string, number> = {
    ArrowDown: at.active + 1,
    ArrowUp: at.active - 1,
    PageDown: at.active + at.pageRows,
    PageUp: at.active - at.pageRows,
    Home: 0,
    End: at.count - 1,
  };
  return targets[key];
}

function withCommand(event: Pressed): ListKey {
  return event.key.toLowerCase() === "a" ? { kind: "all" } : { kind: "nothing" };
}

/** Reads a key press in a list of `count` rows: arrows, Home, End and Page move (Shift extends), Space selects, Enter opens, Backspace goes up, letters search. */
export function readListKey(
  event: Pressed,
  at: { active: number; count: number; pageRows: number },
): ListKey {
  if (event.ctrlKey || event.metaKey) return withCommand(event);
  if (event.altKey) return { kind: "nothing" };
  const to = target(event.key, at);
  if (to !== undefined) return { kind: "go", to, isExtending: event.shiftKey };
  if (event.key === "Enter") return { kind: "open" };
  if (event.key === "Backspace") return { kind: "up" };
  if (event.key === "Escape") return { kind: "none" };
  if (event.key === " ") return { kind: "toggle", at: at.active, isRange: event.shiftKey };
  return event.key.length === 1 ? { kind: "type", letter: event.key } : { kind: "nothing" };
}
