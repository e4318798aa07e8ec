/** How much room the office's documents may take, beside what they take now. */
import { Button, NumberInput, Progress } from "@mantine/core";
import { useState } from "react";
import { formatBytes } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { settingsTexts } from "../../i18n/settings";
import { announce, Panel, useLanguage, useT } from "../../ui";
import { type DocumentChoices, useChangeDocumentChoices, useDocumentChoices } from "../api/documents";
import { Loaded, Problem } from "../shell/Problem";

const MOST_GB = 100_000;
const GIGABYTE = 1_000_000_000;

export function DocumentRoomCard() {
  const t = useT(settingsTexts);
  const choices = useDocumentChoices();
  return (
    <Panel title={t("documentRoom")}>
      <Loaded query={choices} lines={2}>
        {(kept) => <Room key={kept.limit_gb} kept={kept} />}
      </Loaded>
    </Panel>
  );
}

/** Beside the office's own form, so it has a button of its own. */
function Room({ kept }: { readonly kept: DocumentChoices }) {
  const t = useT(settingsTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const change = useChangeDocumentChoices();
  const [limit, setLimit] = useState<number | "">(kept.limit_gb);
  const good = limit !== "" && Number.isInteger(limit) && limit >= 0 && limit <= MOST_GB;
  const used = formatBytes(language, kept.used_bytes);
  const most = kept.limit_gb * GIGABYTE;
  const words =
    most === 0 ? t("roomUsed", { used }) : t("roomUsedOf", { used, limit: formatBytes(language, most) });
  const part = most === 0 ? 0 : Math.min(100, (kept.used_bytes / most) * 100);
  const save = () => {
    if (good && limit !== kept.limit_gb)
      change.mutate(limit, { onSuccess: () => announce(adviser("savedNow")) });
  };
  return (
    <div className="a-fields">
      <p className="a-quiet">{words}</p>
      {most > 0 && <Progress value={part} color={part > 90 ? "red" : undefined} aria-label={words} />}
      <NumberInput
        name="limit_gb"
        label={t("roomLimit")}
        description={t("roomLimitHint")}
        suffix=" GB"
        allowNegative={false}
        allowDecimal={false}
        min={0}
        max={MOST_GB}
        value={limit}
        error={good ? undefined : t("between", { min: 0, max: MOST_GB })}
        onChange={(value) => setLimit(value === "" ? "" : Number(value))}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          save();
        }}
      />
      {good && limit > 0 && limit * GIGABYTE < kept.used_bytes && <p className="a-quiet">{t("roomBelow")}</p>}
      <Problem error={change.error} />
      <div>
        <Button
          variant="default"
          disabled={!good || limit === kept.limit_gb}
          loading={change.isPending}
          onClick={save}
        >
          {t("roomSave")}
        </Button>
      </div>
    </div>
  );
}
