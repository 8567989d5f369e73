/** Where the keyboard is in a list and what is selected. `anchor`: where a Shift range starts. Selected entries are kept by name. */
export type ListState = { active: number; anchor: number; selected: ReadonlySet<string> };

export type ListMove =
  | { kind: "go"; to: number; isExtending: boolean }
  | { kind: "toggle"; at: number; isRange: boolean }
  | { kind: "all" }
  | { kind: "none" };

export const emptyList: ListState = { active: 0, anchor: 0, selected: new Set() };

function range(names: readonly string[], from: number, to: number): string[] {
  return names.slice(Math.min(from, to), Math.max(from, to) + 1);
}

function toggle(state: ListState, at: number, name: string): ListState {
  const selected = new Set(state.selected);
  if (!selected.delete(name)) selected.add(name);
  return { active: at, anchor: at, selected };
}

/** The next state of the list after a move; `names` in the order shown. Moves outside the list are held at its ends. */
export function moveInList(state: ListState, move: ListMove, names: readonly string[]): ListState {
  if (move.kind === "none") return { ...state, selected: new Set() };
  if (move.kind === "all") return { ...state, selected: new Set(names) };
  const at = Math.min(Math.max(move.kind === "go" ? move.to : move.at, 0), names.length - 1);
  const name = names[at];
  if (name === undefined) return state;
  if (move.kind === "go") {
    if (!move.isExtending) return { ...state, active: at, anchor: at };
    return { ...state, active: at, selected: new Set(range(names, state.anchor, at)) };
  }
  if (!move.isRange) return toggle(state, at, name);
  return { ...state, active: at, selected: new Set([...state.selected, ...range(names, state.anchor, at)]) };
}

/** First entry after `from` whose name starts with what was typed, going round once; -1 when there is none. One letter typed again goes on to the next. */
export function findTyped(names: readonly string[], typed: string, from: number): number {
  const isRepeat = typed.length > 1 && [...typed].every((letter) => letter === typed[0]);
  const prefix = (isRepeat ? (typed[0] ?? "") : typed).toLowerCase();
  const start = prefix.length === 1 ? from + 1 : from;
  for (let step = 0; step < names.length; step++) {
    const index = (start + step) % names.length;
    if (names[index]?.toLowerCase().startsWith(prefix)) return index;
  }
  return -1;
}
