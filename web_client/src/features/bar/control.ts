/** What every control of the bar is, and its shortcut in words. */
import { roomTexts } from "../../i18n/room";
import { useT } from "../../ui";
import { SHORTCUTS, type ShortcutName } from "../shortcuts/keys";
import type { BarButtonProps } from "./BarButton";

export type ControlName =
  | "participants"
  | "inputRights"
  | "blurScreen"
  | "files"
  | "shareScreen"
  | "chat"
  | "microphone"
  | "camera"
  | "sound"
  | "end";

export type Control = Omit<BarButtonProps, "beside"> & { readonly key: ControlName };

export function useShortcut(name: ShortcutName): Control["shortcut"] {
  const t = useT(roomTexts);
  const keys = SHORTCUTS[name];
  return { keys, hint: t("shortcutIs", { key: keys }) };
}
