/** "Start session": opens the room in a new tab, straight from the click so that no browser stops it. */
import { UnstyledButton } from "@mantine/core";
import { IconExternalLink, IconScreenShare } from "@tabler/icons-react";
import { useState } from "react";
import { adviserTexts } from "../../i18n/adviser";
import { Notice, useT } from "../../ui";

export const NEW_SESSION = "/session/new";

/** True when a tab opened. Called inside the click itself: a moment later it would be a pop-up. */
export function openSession(): boolean {
  return window.open(NEW_SESSION, "_blank") !== null;
}

/** For the other buttons that start one: when no tab may open, the session opens here. */
export function startSession(): void {
  if (!openSession()) window.location.assign(NEW_SESSION);
}

interface StartButtonProps {
  /** "column" at the top left, "bar" on a telephone. */
  readonly shape?: "column" | "bar";
}

export function StartButton({ shape = "column" }: StartButtonProps) {
  const t = useT(adviserTexts);
  const [blocked, setBlocked] = useState(false);
  return (
    <div className="a-start-place">
      <UnstyledButton
        className="a-start"
        data-shape={shape}
        onClick={() => setBlocked(!openSession())}
        title={t("startSessionHint")}
      >
        <IconScreenShare size={24} stroke={1.9} aria-hidden="true" />
        <span>{t("startSession")}</span>
        {shape === "column" && <IconExternalLink className="a-start-tab" size={17} aria-hidden="true" />}
      </UnstyledButton>
      {blocked && (
        <Notice kind="warning" live title={t("tabBlocked")}>
          <a href={NEW_SESSION} target="_blank" rel="noreferrer" onClick={() => setBlocked(false)}>
            {t("openSessionLink")}
          </a>
        </Notice>
      )}
    </div>
  );
}
