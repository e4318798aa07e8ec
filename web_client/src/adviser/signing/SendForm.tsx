/** The last step: what goes along, for how long, and by mail or at this screen. */
import { Button, Checkbox, Radio, Select, Textarea, TextInput } from "@mantine/core";
import { IconDeviceLaptop, IconMail, IconSend } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { formatList, LANGUAGES, type Language } from "../../i18n";
import { envelopesTexts } from "../../i18n/envelopes";
import { announce, IconTile, Notice, Panel, useLanguage, useT } from "../../ui";
import { LANGUAGE_NAMES } from "../../ui/languageNames";
import { type Envelope, useSendEnvelope, type Way } from "../api/envelopes";
import { SigningProblem } from "./SigningProblem";
import type { Draft } from "./useDraft";

interface SendFormProps {
  readonly envelope: Envelope;
  readonly draft: Draft;
  /** Names of those who have no signature on the document yet. */
  readonly missing: readonly string[];
}

const EXPIRY = [3, 7, 14, 30, 60, 90];
const REMIND = [0, 1, 2, 3, 7];

/** The choices, with what is chosen already among them. */
function among(choices: readonly number[], chosen: number): number[] {
  return [...new Set([...choices, chosen])].sort((a, b) => a - b);
}

export function SendForm({ envelope, draft, missing }: SendFormProps) {
  const t = useT(envelopesTexts);
  const language = useLanguage();
  const send = useSendEnvelope(envelope.id);
  const [way, setWay] = useState<Way>("mail");
  const [sending, setSending] = useState(false);
  const [tried, setTried] = useState(false);
  const { edited, change } = draft;
  const ready = missing.length === 0 && edited.title.trim() !== "" && edited.signers.length > 0;

  const go = async () => {
    setTried(true);
    if (!ready || sending) return;
    setSending(true);
    try {
      await draft.save();
      await send.mutateAsync(way);
      announce(t("sentMail"));
    } catch {
      // Told by the draft's or the sending's own error.
    } finally {
      setSending(false);
    }
  };

  return (
    <div className="a-columns">
      <div className="a-stack">
        <Panel title={t("howTitle")}>
          <Radio.Group value={way} onChange={(value) => setWay(value as Way)} aria-label={t("howTitle")}>
            <div className="a-sign-ways">
              <WayCard
                value="mail"
                icon={<IconMail size={22} stroke={1.8} />}
                title={t("byMail")}
                text={t("byMailText")}
              />
              <WayCard
                value="here"
                icon={<IconDeviceLaptop size={22} stroke={1.8} />}
                title={t("direct")}
                text={t("directText")}
              />
            </div>
          </Radio.Group>
        </Panel>
        <Panel>
          <div className="a-stack">
            <TextInput
              label={t("titleLabel")}
              maxLength={200}
              value={edited.title}
              error={tried && edited.title.trim() === "" ? t("titleMissing") : undefined}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
            <Textarea
              label={t("messageLabel")}
              description={t("messageHint")}
              maxLength={2000}
              autosize
              minRows={3}
              value={edited.message}
              onChange={(event) => change({ message: event.currentTarget.value })}
            />
          </div>
        </Panel>
        <SigningProblem error={send.error} />
        {tried && missing.length > 0 && (
          <Notice kind="warning" live>
            {t("fieldsMissing", { names: formatList(language, missing) })}
          </Notice>
        )}
        <div className="a-buttons">
          <Button
            size="lg"
            loading={sending}
            leftSection={<IconSend size={21} aria-hidden="true" />}
            onClick={() => void go()}
          >
            {t(way === "mail" ? "sendMail" : "sendHere")}
          </Button>
        </div>
      </div>
      <div className="a-stack">
        <Panel title={t("facts")}>
          <div className="a-stack">
            <Select
              label={t("expiresLabel")}
              allowDeselect={false}
              value={String(edited.expires_in_days)}
              data={among(EXPIRY, edited.expires_in_days).map((count) => ({
                value: String(count),
                label: t("days", { count }),
              }))}
              onChange={(value) => value !== null && change({ expires_in_days: Number(value) })}
            />
            <Select
              label={t("remindLabel")}
              allowDeselect={false}
              value={String(edited.remind_every_days)}
              data={among(REMIND, edited.remind_every_days).map((count) => ({
                value: String(count),
                label: count === 0 ? t("remindNever") : t("remindEvery", { count }),
              }))}
              onChange={(value) => value !== null && change({ remind_every_days: Number(value) })}
            />
            <Select
              label={t("languageLabel")}
              allowDeselect={false}
              value={edited.language}
              data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
              onChange={(value) => value !== null && change({ language: value as Language })}
            />
            {way === "mail" && (
              <Checkbox
                label={t("verifyLabel")}
                description={t("verifyHint")}
                checked={edited.verification === "code"}
                onChange={(event) => change({ verification: event.currentTarget.checked ? "code" : "none" })}
              />
            )}
            <p className="a-tight a-quiet">
              {t("fieldsPlaced", { count: edited.fields.length })} · {t("levelText")}
            </p>
          </div>
        </Panel>
      </div>
    </div>
  );
}

interface WayCardProps {
  readonly value: Way;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
}

function WayCard({ value, icon, title, text }: WayCardProps) {
  return (
    <Radio.Card value={value} className="a-sign-way" aria-label={`${title}. ${text}`}>
      <Radio.Indicator />
      <IconTile>{icon}</IconTile>
      <span className="a-row-words">
        <strong>{title}</strong>
        <span>{text}</span>
      </span>
    </Radio.Card>
  );
}
