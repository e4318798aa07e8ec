/** The tiles over what is on the stage, for the adviser alone: the others go on seeing the stage. */
import { CloseButton } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { pageTexts } from "../../i18n/page";
import { useRoom } from "../../room/context";
import { useT } from "../../ui";
import { StartTiles } from "./StartTiles";
import classes from "./StartTiles.module.css";

export function TilesSheet() {
  const t = useT(pageTexts);
  const { ui } = useRoom();
  const heading = useId();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    sheet.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section
      ref={sheet}
      className={classes.sheet}
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) ui.showTiles(false);
      }}
    >
      <div className={classes.sheetHead}>
        <div>
          <h2 id={heading}>{t("sheetTitle")}</h2>
          <p>{t("sheetText")}</p>
        </div>
        <CloseButton
          size={40}
          iconSize={22}
          aria-label={t("sheetClose")}
          onClick={() => ui.showTiles(false)}
        />
      </div>
      <StartTiles />
    </section>
  );
}
