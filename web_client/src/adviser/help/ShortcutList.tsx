/** The keys of the room, from the room's own table. */
import { Kbd } from "@mantine/core";
import { SHORTCUTS, type ShortcutName } from "../../features/shortcuts/keys";
import { roomTexts } from "../../i18n/room";
import { useT } from "../../ui";

export function ShortcutList() {
  const room = useT(roomTexts);
  const words = (name: ShortcutName) =>
    name === "fullScreen" ? room("shortcutPushStage") : name === "list" ? room("shortcutList") : room(name);
  const rows: [string, string][] = [
    ...Object.entries(SHORTCUTS).map(([name, key]): [string, string] => [key, words(name as ShortcutName)]),
    ["← →", room("shortcutPages")],
    ["Esc", room("shortcutClose")],
  ];
  return (
    <dl className="h-keys">
      {rows.map(([key, what]) => (
        <div key={key}>
          <dt>
            <Kbd size="md">{key}</Kbd>
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
