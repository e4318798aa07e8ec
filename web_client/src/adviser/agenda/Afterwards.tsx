/** After the meeting: what the client thought of it, and what the adviser leaves for the client. */
import { Button, Textarea } from "@mantine/core";
import { IconCheck, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { formatShortDay } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useConfirm, useLanguage, useT } from "../../ui";
import { type Appointment, useAgendaChoices, useSummary } from "../api/agenda";
import { Face } from "../sessions/Face";
import { Problem } from "../shell/Problem";
import { emailOf, isOpen, nameOf } from "./status";

/** Nothing at all while the office has neither add-on. */
export function Afterwards({ appointment }: { readonly appointment: Appointment }) {
  const { data: choices } = useAgendaChoices();
  if (!choices) return null;
  const withReview = choices.reviews || appointment.review !== null;
  const withSummary = choices.summaries || appointment.summary !== null;
  if (!withReview && !withSummary) return null;
  return (
    <div className="g-after">
      {withReview && <ReviewPart appointment={appointment} />}
      {withSummary && <SummaryPart appointment={appointment} />}
    </div>
  );
}

function ReviewPart({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { review } = appointment;
  return (
    <section className="g-part">
      <h3>
        {t("review")}
        {review === null && (
          <span className="a-quiet">{t(isOpen(appointment) ? "reviewLater" : "reviewNone")}</span>
        )}
      </h3>
      {review && (
        <p className="g-review">
          <Face stars={review.stars} />
          {review.text !== "" && <q>{review.text}</q>}
          <small>{formatShortDay(language, new Date(review.at))}</small>
        </p>
      )}
    </section>
  );
}

function SummaryPart({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const summary = useSummary();
  const kept = appointment.summary;
  const [typed, setTyped] = useState<string>();
  const text = typed ?? kept?.text ?? "";
  const email = emailOf(appointment);
  const name = nameOf(appointment);
  if (kept?.sent_at) {
    return (
      <section className="g-part">
        <h3>{t("summary")}</h3>
        <p className="g-text">{kept.text}</p>
        <p className="g-code-sent">
          <IconCheck size={17} stroke={1.8} aria-hidden="true" />
          {t("summarySent", { when: formatShortDay(language, new Date(kept.sent_at)) })}
        </p>
      </section>
    );
  }
  const save = (send: boolean) =>
    summary.mutate(
      { id: appointment.id, text: text.trim(), send },
      {
        onSuccess: () => {
          setTyped(undefined);
          announce(send ? t("summaryGone", { email }) : adviser("savedNow"));
        },
      },
    );
  const send = async () => {
    const sure = await confirm({
      title: t("summaryAsk"),
      text: t("summaryAskText", { name, email }),
      confirm: t("summarySend"),
      icon: <IconSend size={24} />,
    });
    if (sure) save(true);
  };
  return (
    <section className="g-part">
      <h3 id={`summary-${appointment.id}`}>{t("summary")}</h3>
      <Textarea
        aria-labelledby={`summary-${appointment.id}`}
        className="g-summary"
        placeholder={t("summaryEmpty", { name })}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        value={text}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Problem error={summary.error} />
      {text.trim() !== "" && (
        <div className="a-buttons">
          <Button
            variant="default"
            size="sm"
            loading={summary.isPending && !summary.variables?.send}
            disabled={typed === undefined || typed === (kept?.text ?? "")}
            onClick={() => save(false)}
          >
            {adviser("save")}
          </Button>
          <Button
            variant="default"
            size="sm"
            loading={summary.isPending && summary.variables?.send === true}
            disabled={email === ""}
            leftSection={<IconSend size={18} aria-hidden="true" />}
            onClick={() => void send()}
          >
            {t("summarySend")}
          </Button>
        </div>
      )}
    </section>
  );
}
