/** The frame of the one panel at the right: heading, count, way out, content, footer. */
import { CloseButton } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { roomTexts } from "../i18n/room";
import { useT } from "../ui";
import { useRoom } from "./context";
import classes from "./SidePanel.module.css";
import type { PanelName } from "./ui";

const OPEN_LAYER = "[role=menu], [role=dialog], [role=listbox], [aria-expanded=true]";

interface SidePanelProps {
  readonly name: PanelName;
  readonly title: string;
  readonly badge?: ReactNode;
  readonly aside?: ReactNode;
  readonly action?: ReactNode;
  readonly footer?: ReactNode;
  /** The panel scrolls by itself (chat keeps its end in sight). */
  readonly ownScroll?: boolean;
  readonly children: ReactNode;
}

export function SidePanel({
  name,
  title,
  badge,
  aside,
  action,
  footer,
  ownScroll,
  children,
}: SidePanelProps) {
  const t = useT(roomTexts);
  const { ui } = useRoom();
  const heading = useId();
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    opener.current = document.activeElement;
    // The chat puts the focus in its field; elsewhere the heading is where reading begins.
    const field = panel.current?.querySelector<HTMLElement>("[data-panel-focus]");
    (field ?? panel.current)?.focus({ preventScroll: true });
    return () => {
      const back = opener.current;
      if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    };
  }, []);

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || !(event.target instanceof Element)) return;
    // In an open menu Escape closes the menu; React tells us of menus that are drawn elsewhere, too.
    if (!event.currentTarget.contains(event.target) || event.target.closest(OPEN_LAYER)) return;
    event.stopPropagation();
    ui.show(null);
  };

  return (
    <aside
      ref={panel}
      className={classes.panel}
      data-panel={name}
      aria-labelledby={heading}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {badge}
        {aside && <span className={classes.aside}>{aside}</span>}
        <div className={classes.actions}>
          {action}
          <CloseButton
            size={40}
            iconSize={22}
            aria-label={t("closePanel", { panel: title })}
            onClick={() => ui.show(null)}
          />
        </div>
      </header>
      <div className={classes.body} data-own-scroll={ownScroll || undefined}>
        {children}
      </div>
      {footer && <footer className={classes.foot}>{footer}</footer>}
    </aside>
  );
}
