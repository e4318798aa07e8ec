/**
 * The shared page for every part of the room: `usePageLane()` is what can be asked of it, `usePageState()` how it is.
 *
 * A panel that listens:
 *
 *     const lane = usePageLane();
 *     useEffect(() => lane?.listenToOutline(), [lane]);
 *     const nodes = usePageState((state) => state.outline);   // null until the first one comes
 *     lane?.act(node.id, "click");                             // counts for whoever drives
 */
import { useSyncExternalStore } from "react";
import { useRoom } from "../../room/context";
import type { PageState, PageStore } from "../../state/page";
import { EMPTY_PAGE } from "../../state/page-empty";

/** Null while no page is open, and for the moment that its code takes to arrive. */
export function usePageLane(): PageStore | null {
  const { page } = useRoom();
  return useSyncExternalStore(page.subscribe, page.getState);
}

/** Select narrowly, and something that keeps its identity. */
export function usePageState<T>(select: (state: PageState) => T): T {
  const store = usePageLane();
  return useSyncExternalStore(store?.subscribe ?? never, () => select(store?.getState() ?? EMPTY_PAGE));
}

function never(): () => void {
  return () => undefined;
}
