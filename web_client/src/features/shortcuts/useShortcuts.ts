/** Presses the bar's controls by key. */
import { useEffect, useRef } from "react";
import { useRoom, useRoomState } from "../../room/context";
import type { Control } from "../bar/control";
import { shortcutOf } from "./keys";

export function useShortcuts(controls: readonly Control[]): void {
  const { ui } = useRoom();
  const busy = useRoomState((state) => state.session.stage !== "none");
  const page = useRoomState((state) => state.session.page !== null);
  const now = useRef({ controls, busy, page });
  now.current = { controls, busy, page };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const name = shortcutOf(event);
      if (name === undefined) return;
      if (name === "list") ui.open({ name: "shortcuts" });
      else if (name === "fullScreen") {
        if (!now.current.busy) return;
        ui.setFullScreen(!ui.getState().fullScreen);
      } else if (name === "outline" || name === "diagnostics") {
        // Both are about the web page, and there may be none.
        if (!now.current.page) return;
        ui.toggle(name);
      } else {
        const control = now.current.controls.find(({ key }) => key === name);
        if (control === undefined) return;
        control.onPress();
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [ui]);
}
