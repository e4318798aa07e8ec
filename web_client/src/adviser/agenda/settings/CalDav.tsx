/** Writing the own appointments into a calendar elsewhere (CalDAV): where, as whom, and how it goes. */
import { Button, PasswordInput, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatShortDay, formatTime } from "../../../i18n";
import { adviserTexts } from "../../../i18n/adviser";
import { agendaTexts } from "../../../i18n/agenda";
import { announce, Notice, Panel, StatusChip, useConfirm, useLanguage, useT } from "../../../ui";
import { type CalDav as Kept, useCalDav, useChangeCalDav, useDropCalDav } from "../../api/calendars";
import { refusalOf } from "../../api/client";
import { useFields } from "../../shell/fields";
import { Loaded, Problem } from "../../shell/Problem";

interface Choice {
  readonly url: string;
  readonly name: string;
}

const TONES = { off: "neutral", working: "office", failed: "danger" } as const;
const WORDS = { off: "caldavOff", working: "caldavWorking", failed: "caldavFailed" } as const;

export function CalDav() {
  const t = useT(agendaTexts);
  const caldav = useCalDav();
  const state = caldav.data?.state;
  return (
    <Panel
      title={t("caldav")}
      badge={state && <StatusChip tone={TONES[state]}>{t(WORDS[state])}</StatusChip>}
    >
      <p className="a-quiet a-tight">{t("caldavText")}</p>
      <Loaded query={caldav} lines={3}>
        {(kept) => <CalDavForm key={kept.url} kept={kept} />}
      </Loaded>
    </Panel>
  );
}

function CalDavForm({ kept }: { readonly kept: Kept }) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const change = useChangeCalDav();
  const drop = useDropCalDav();
  const [open, setOpen] = useState(kept.url === "");
  const fields = useFields({
    initial: { url: kept.url, username: kept.username, password: "" },
    check: ({ url, username, password }) => ({
      ...(/^https?:\/\/\S+$/.test(url) ? {} : { url: t("caldavUrlWrong") }),
      ...(username.trim() === "" ? { username: t("caldavUserNeeded") } : {}),
      ...(password === "" ? { password: t("caldavPasswordNeeded") } : {}),
    }),
    onSubmit: (values) =>
      change.mutate(values, {
        onSuccess: () => {
          announce(t("caldavConnected"));
          setOpen(false);
        },
      }),
  });
  const refused = refusalOf(change.error);
  const several =
    refused.code === "choose_calendar"
      ? (refused.document.calendars as readonly Choice[] | undefined)
      : undefined;
  const stop = async () => {
    const sure = await confirm({
      title: t("caldavStopAsk"),
      text: t("caldavStopText"),
      confirm: t("caldavStop"),
    });
    if (sure) drop.mutate();
  };
  if (!open) {
    const last = kept.last_at === null ? undefined : new Date(kept.last_at);
    return (
      <div className="a-fields">
        <code className="a-secret-box a-address">{kept.url}</code>
        {last && (
          <p className="a-quiet">
            {t("caldavLast", { when: `${formatShortDay(language, last)}, ${formatTime(language, last)}` })}
          </p>
        )}
        {kept.state === "failed" && <Notice kind="warning">{t("caldavFailedText")}</Notice>}
        <div className="a-buttons">
          <Button variant="default" onClick={() => setOpen(true)}>
            {t("edit")}
          </Button>
          <Button variant="subtle" loading={drop.isPending} onClick={() => void stop()}>
            {t("caldavStop")}
          </Button>
        </div>
        <Problem error={drop.error} />
      </div>
    );
  }
  return (
    <form {...fields.form} className="a-fields">
      <TextInput
        {...fields.field("url")}
        label={t("caldavUrl")}
        description={t("caldavUrlHint")}
        spellCheck={false}
      />
      {several && (
        <Radio.Group
          label={t("caldavChoose")}
          description={t("caldavChooseHint")}
          value={fields.values.url}
          onChange={(url) => fields.set("url", url)}
        >
          <div className="a-choices">
            {several.map(({ url, name }) => (
              <Radio key={url} value={url} label={name} />
            ))}
          </div>
        </Radio.Group>
      )}
      <TextInput {...fields.field("username")} label={t("caldavUser")} autoComplete="off" />
      <PasswordInput
        {...fields.field("password")}
        label={t("caldavPassword")}
        description={t("caldavPasswordHint")}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": adviser("showPassword"), tabIndex: 0 }}
      />
      {!several && <Problem error={change.error} />}
      <div className="a-buttons">
        <Button type="submit" variant="default" loading={change.isPending}>
          {t("caldavConnect")}
        </Button>
        {kept.url !== "" && (
          <Button variant="subtle" onClick={() => setOpen(false)}>
            {t("back")}
          </Button>
        )}
      </div>
    </form>
  );
}
