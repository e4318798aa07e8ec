/** Everybody's pointers on the picture; who may see which is decided before they get here. */
import { useCallback, useEffect, useRef } from "react";
import { useRoom, useRoomState } from "../../room/context";
import { ofOffice, shortName } from "../../room/people";
import { isChair, mayPoint } from "../../state/session";
import type { Point } from "./geometry";
import { PointerMark } from "./PointerMark";

export function Pointers() {
  const pointers = useRoomState((state) => state.pointers);
  const session = useRoomState((state) => state.session);
  return (
    <>
      {Object.entries(pointers).map(([id, place]) => (
        <PointerMark
          key={id}
          name={shortName(session, id)}
          of={ofOffice(session.participants[id]) ? "office" : "client"}
          laser={session.laser && isChair(session, id)}
          {...place}
        />
      ))}
    </>
  );
}

/** At most this often, in milliseconds: smooth to the eye, and the server carries it. */
const PACE = 40;

/** Sends where we point while somebody can see it; undefined when nobody can. */
export function usePointing(): ((place: Point | undefined) => void) | undefined {
  const { store } = useRoom();
  const allowed = useRoomState((state) => mayPoint(state.session, state.selfId));
  const last = useRef({ at: 0, visible: false, timer: 0 });

  const send = useCallback(
    (place: Point | undefined) => {
      const before = last.current;
      window.clearTimeout(before.timer);
      const now = performance.now();
      if (place === undefined) {
        if (before.visible) store.pointer(0, 0, false);
        before.visible = false;
        return;
      }
      const deliver = () => {
        before.at = performance.now();
        before.visible = true;
        store.pointer(place.x, place.y, true);
      };
      const wait = before.at + PACE - now;
      if (wait <= 0) deliver();
      // The last place of a movement always arrives.
      else before.timer = window.setTimeout(deliver, wait);
    },
    [store],
  );

  useEffect(() => {
    const hide = () => send(undefined);
    if (!allowed) return hide();
    window.addEventListener("blur", hide);
    return () => {
      window.removeEventListener("blur", hide);
      hide();
    };
  }, [allowed, send]);
  return allowed ? send : undefined;
}
