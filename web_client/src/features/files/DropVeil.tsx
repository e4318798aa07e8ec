/** While a file is held above the room: says that it may be let go anywhere. */
import { IconUpload } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState } from "../../room/context";
import { useT } from "../../ui";
import classes from "./Files.module.css";

export function DropVeil() {
  const t = useT(roomTexts);
  const { uploads, ui } = useRoom();
  const inside = useRoomState((state) => state.self?.status === "inside");
  const [over, setOver] = useState(false);

  useEffect(() => {
    if (!inside) return;
    // Enter and leave fire for every element on the way; the count is zero only outside the window.
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const above = (event: DragEvent) => {
      if (holdsFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // Already taken by the panel, with its own choice of audience.
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      ui.show("files");
      for (const file of event.dataTransfer?.files ?? []) void uploads.add(file, "everyone");
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", above);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", above);
      window.removeEventListener("drop", drop);
    };
  }, [inside, uploads, ui]);

  if (!over) return null;
  return (
    <div className={classes.dropVeil} aria-hidden="true">
      <IconUpload size={40} stroke={1.8} />
      {t("dropHere")}
    </div>
  );
}
