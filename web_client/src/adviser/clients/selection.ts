/** Who is chosen in the list: some by hand, or everybody who answers to the filter except some. */

export type Selection =
  | { readonly mode: "some"; readonly ids: ReadonlySet<string> }
  | { readonly mode: "all"; readonly except: ReadonlySet<string> };

export const NOBODY: Selection = { mode: "some", ids: new Set() };
export const EVERYBODY: Selection = { mode: "all", except: new Set() };

export function isChosen(selection: Selection, id: string): boolean {
  return selection.mode === "some" ? selection.ids.has(id) : !selection.except.has(id);
}

function withIds(ids: ReadonlySet<string>, changed: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(ids);
  for (const id of changed) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

export function choose(selection: Selection, ids: readonly string[], on: boolean): Selection {
  return selection.mode === "some"
    ? { mode: "some", ids: withIds(selection.ids, ids, on) }
    : { mode: "all", except: withIds(selection.except, ids, !on) };
}

/** `found`: how many answer to the filter. */
export function countChosen(selection: Selection, found: number): number {
  return selection.mode === "some" ? selection.ids.size : Math.max(0, found - selection.except.size);
}

export function headState(selection: Selection, found: number): "none" | "some" | "all" {
  const count = countChosen(selection, found);
  return count === 0 ? "none" : count >= found ? "all" : "some";
}
