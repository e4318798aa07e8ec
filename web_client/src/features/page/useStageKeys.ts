/** Whoever presses on the picture of the page means the page: what they type then is no shortcut of the room. */
import { useEffect, useLayoutEffect, useRef } from "react";
import { refusal } from "../../i18n";
import { pageTexts } from "../../i18n/page";
import { useRoom, useRoomState } from "../../room/context";
import { mayDrive } from "../../state/session";
import { useLanguage, useT } from "../../ui";
import { leavePage } from "./leavePage";
import { usePageLane } from "./usePageLane";

/** What has a use of its own for a press or a key. */
const OWN = "a, button, input, select, textarea, [role=dialog], [role=menu]";

/**
 * `stage` must be focusable by script (tabindex -1). With a press on it, it takes the focus, for a client without rights
 * too; letters typed there go nowhere and a sentence says why. Escape, Tab and F6 lead out.
 */
export function useStageKeys(stage: React.RefObject<HTMLElement | null>, hidden: boolean): void {
  const t = useT(pageTexts);
  const language = useLanguage();
  const lane = usePageLane();
  const { ui } = useRoom();
  const may = useRoomState((state) => mayDrive(state.session, state.selfId));
  const why = hidden
    ? refusal(language, "page_blurred", pageTexts)
    : may
      ? t("typeHintWatching")
      : refusal(language, "no_input_rights", pageTexts);
  const now = useRef({ lane, why });
  now.current = { lane, why };
  /** Whether the focus was last put in here. Of a field that goes away with the right, no event tells. */
  const inside = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the field that takes the keys may have gone
  useLayoutEffect(() => {
    const { activeElement } = document;
    const nowhere = activeElement === null || activeElement === document.body;
    // In the middle of a word: the rest of it must not press the buttons of the room.
    if (inside.current && nowhere) stage.current?.focus({ preventScroll: true });
  }, [may, hidden, stage]);

  useEffect(() => {
    const node = stage.current;
    if (node === null) return;
    const onPress = ({ target }: Event) => {
      if (!(target instanceof Element) || target.closest(OWN) !== null) return;
      // The field that takes the keys keeps them: on a phone its keyboard would go away.
      if (!node.contains(document.activeElement)) node.focus({ preventScroll: true });
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (!(target instanceof Element) || event.defaultPrevented) return;
      const field = target.matches("[data-page-keys]");
      if (!field && target.closest(OWN) !== null) return;
      const { lane: line, why: sentence } = now.current;
      if (event.key === "F6") {
        event.preventDefault();
        event.stopPropagation();
        leavePage(node, event.shiftKey);
      } else if (event.key === "Escape") {
        if (field || !(target instanceof HTMLElement)) return;
        inside.current = false;
        target.blur();
      } else if (isLetter(event)) {
        event.stopPropagation();
        if (line?.drives) {
          // Driven by finger, typed on real keys: the browser writes this one into the field already.
          ui.focusPage();
          return;
        }
        event.preventDefault();
        if (!line?.getState().taking) ui.tell("info", sentence);
      }
    };
    const onFocus = ({ target }: FocusEvent) => {
      inside.current = target instanceof Node && node.contains(target);
    };
    document.addEventListener("focusin", onFocus);
    // Before the page's own gestures, which give the focus to their field.
    node.addEventListener("pointerdown", onPress, true);
    node.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("focusin", onFocus);
      node.removeEventListener("pointerdown", onPress, true);
      node.removeEventListener("keydown", onKeyDown);
    };
  }, [stage, ui]);
}

/** Space scrolls, and with Ctrl, Alt or Meta it is a command to the browser. */
function isLetter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}
