/** What proves a consent: the words, where they were said, when, and over which way it may be used. */
import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { clientsTexts } from "../../i18n/clients";
import { useT } from "../../ui";
import type { ConsentChannel, NewConsent } from "../api/clients";

export interface ConsentDraft {
  readonly channel: ConsentChannel;
  readonly text: string;
  readonly source: string;
  /** Local date, YYYY-MM-DD. */
  readonly day: string;
}

function localDay(now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function emptyConsent(text: string, now: Date = new Date()): ConsentDraft {
  return { channel: "email", text, source: "", day: localDay(now) };
}

export function consentComplaint(draft: ConsentDraft): "text" | "source" | "day" | undefined {
  if (draft.text.trim() === "") return "text";
  if (draft.source.trim() === "") return "source";
  if (draft.day === "" || draft.day > localDay(new Date())) return "day";
  return undefined;
}

/** Noon of an earlier day; now, when it is today. */
export function toConsent(
  draft: ConsentDraft,
  purpose: string,
  given = true,
  now: Date = new Date(),
): NewConsent {
  const at = draft.day === localDay(now) ? now : new Date(`${draft.day}T12:00:00`);
  return {
    purpose,
    channel: draft.channel,
    given,
    text: draft.text.trim(),
    source: draft.source.trim(),
    at: at.toISOString(),
  };
}

interface ConsentFieldsProps {
  readonly draft: ConsentDraft;
  readonly onDraft: (draft: ConsentDraft) => void;
  readonly tried: boolean;
}

export function ConsentFields({ draft, onDraft, tried }: ConsentFieldsProps) {
  const t = useT(clientsTexts);
  const wrong = tried ? consentComplaint(draft) : undefined;
  const set = (change: Partial<ConsentDraft>) => onDraft({ ...draft, ...change });
  return (
    <>
      <Textarea
        name="text"
        label={t("consentWords")}
        description={t("consentWordsHint")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={draft.text}
        error={wrong === "text" ? t("consentWordsNeeded") : undefined}
        onChange={(event) => set({ text: event.currentTarget.value })}
      />
      <TextInput
        name="source"
        label={t("consentSource")}
        description={t("consentSourceHint")}
        maxLength={200}
        value={draft.source}
        error={wrong === "source" ? t("consentSourceNeeded") : undefined}
        onChange={(event) => set({ source: event.currentTarget.value })}
      />
      <div className="c-two">
        <NativeSelect
          label={t("channel")}
          value={draft.channel}
          onChange={(event) => set({ channel: event.currentTarget.value as ConsentChannel })}
          data={[
            { value: "email", label: t("channelEmail") },
            { value: "phone", label: t("channelPhone") },
            { value: "post", label: t("channelPost") },
          ]}
        />
        <TextInput
          name="day"
          type="date"
          label={t("consentDay")}
          value={draft.day}
          error={wrong === "day" ? t("consentDayNeeded") : undefined}
          onChange={(event) => set({ day: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
