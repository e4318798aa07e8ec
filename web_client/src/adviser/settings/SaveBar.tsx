/** Save or forget: at the bottom of a form, in sight as soon as something was changed. */
import { Button } from "@mantine/core";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { useT } from "../../ui";
import { Problem } from "../shell/Problem";

interface SaveBarProps {
  readonly changed: boolean;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onDrop: () => void;
  /** Instead of the house's word for it. */
  readonly words?: string;
}

export function SaveBar({ changed, busy, error, onDrop, words }: SaveBarProps) {
  const adviser = useT(adviserTexts);
  const settings = useT(settingsTexts);
  return (
    <div className="a-savebar" data-shown={changed || Boolean(error) || undefined}>
      <Problem error={error} />
      <div className="a-buttons">
        <Button type="submit" loading={busy} disabled={!changed}>
          {words ?? adviser("save")}
        </Button>
        <Button variant="default" disabled={!changed || busy} onClick={onDrop}>
          {settings("dropChanges")}
        </Button>
        <span className="a-quiet">{settings(changed ? "notSavedYet" : "allSaved")}</span>
      </div>
    </div>
  );
}
