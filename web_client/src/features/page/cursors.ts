/** Names of cursors that a page may ask for (CSS Basic User Interface 4); anything else is an ordinary arrow. */

const CURSORS: ReadonlySet<string> = new Set(
  (
    "default pointer text vertical-text wait progress help crosshair move grab grabbing not-allowed no-drop cell copy " +
    "alias context-menu all-scroll col-resize row-resize n-resize e-resize s-resize w-resize ne-resize nw-resize " +
    "se-resize sw-resize ew-resize ns-resize nesw-resize nwse-resize zoom-in zoom-out none"
  ).split(" "),
);

export function cursorOf(name: string): string {
  return CURSORS.has(name) ? name : "default";
}
