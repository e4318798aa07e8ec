/** A refusal that a person may overrule: an hour that was kept free, a block over appointments. */
import { Button } from "@mantine/core";
import { agendaTexts } from "../../i18n/agenda";
import { Notice, useT } from "../../ui";
import { refusalOf } from "../api/client";
import { Problem, useSentence } from "../shell/Problem";

const OVERRULED = new Set(["time_blocked", "block_over_appointments"]);

interface AnywayProps {
  readonly error: unknown;
  readonly busy: boolean;
  readonly onAnyway: () => void;
}

export function Anyway({ error, busy, onAnyway }: AnywayProps) {
  const t = useT(agendaTexts);
  const sentence = useSentence();
  if (!error) return null;
  if (!OVERRULED.has(refusalOf(error).code)) return <Problem error={error} />;
  return (
    <Notice
      kind="warning"
      live
      actions={
        <Button variant="default" size="sm" loading={busy} onClick={onAnyway}>
          {t("anyway")}
        </Button>
      }
    >
      {sentence(error)}
    </Notice>
  );
}
