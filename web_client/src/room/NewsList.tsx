/** News in a few words: what happened, what was refused and why. It stays long enough to be read, and can be closed. */
import { CloseButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { roomTexts } from "../i18n/room";
import { Notice, useT } from "../ui";
import classes from "./Cards.module.css";
import { useRoom, useUiState } from "./context";
import type { News } from "./ui";

export function NewsList() {
  const news = useUiState((state) => state.news);
  return news.map((one) => <NewsItem key={one.key} news={one} />);
}

function NewsItem({ news }: { readonly news: News }) {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  // Whoever reads it with the mouse on it, or has the focus in it, keeps it.
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (news.lasts === 0 || held) return;
    const timer = window.setTimeout(() => ui.dismiss(news.key), news.lasts);
    return () => window.clearTimeout(timer);
  }, [news, held, ui]);
  return (
    // Hovering and focusing only keep it longer; nothing depends on them.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classes.newsBox}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Notice kind={news.kind} live>
        {news.text}
      </Notice>
      <CloseButton
        className={classes.newsClose}
        size={36}
        aria-label={t("dismiss")}
        onClick={() => ui.dismiss(news.key)}
      />
    </div>
  );
}
