/** While the room is being opened: what happens, and after a while what may be wrong. */
import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { roomTexts } from "../i18n/room";
import { SamenMark, useT } from "../ui";
import classes from "./Opening.module.css";

const LONG = 6_000;

export function Opening({ starting = false }: { readonly starting?: boolean }) {
  const t = useT(roomTexts);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), LONG);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <main className={classes.opening}>
      <SamenMark height={48} />
      <p role="status">
        <strong>{t(starting ? "startingSession" : "entering")}</strong>
        {slow && <span>{t("enteringSlow")}</span>}
      </p>
      <Loader aria-hidden="true" />
    </main>
  );
}
