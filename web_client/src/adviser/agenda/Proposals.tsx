/** The times that were proposed, and what the client proposed instead: settled with one press. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { formatShortDay } from "../../i18n";
import { agendaTexts } from "../../i18n/agenda";
import { announce, StatusChip, useConfirm, useLanguage, useT } from "../../ui";
import { type Appointment, type TimeOption, usePick } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { hours } from "./dates";
import { openOptions } from "./events";
import { nameOf } from "./status";

export function Proposals({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const pick = usePick();
  const options = openOptions(appointment);
  if (appointment.status !== "planning" || options.length === 0) return null;
  const theirs = options.some(({ by }) => by === "client");
  const wordsOf = ({ start, end }: TimeOption) =>
    `${formatShortDay(language, new Date(start))}, ${hours(language, new Date(start), new Date(end))}`;
  const choose = async (option: TimeOption) => {
    const sure = await confirm({
      title: t("pickAsk"),
      text: t("pickText", { name: nameOf(appointment), when: wordsOf(option) }),
      confirm: t("pickNow"),
    });
    if (sure) {
      pick.mutate({ id: appointment.id, option_id: option.id }, { onSuccess: () => announce(t("picked")) });
    }
  };
  return (
    <section className="g-part">
      <h3>{t("proposals")}</h3>
      <p className="a-quiet a-tight">
        {t(theirs ? "counteredText" : "proposalsText", { name: nameOf(appointment) })}
      </p>
      {appointment.counter_text !== "" && (
        <blockquote className="g-counter">{appointment.counter_text}</blockquote>
      )}
      <ul className="g-options">
        {options.map((option) => (
          <li key={option.id}>
            <span>
              {wordsOf(option)}
              {option.by === "client" && <StatusChip tone="attention">{t("counterProposal")}</StatusChip>}
            </span>
            <Button
              variant="default"
              size="sm"
              loading={pick.isPending && pick.variables.option_id === option.id}
              leftSection={<IconCheck size={18} aria-hidden="true" />}
              aria-label={`${t("pickNow")}: ${wordsOf(option)}`}
              onClick={() => void choose(option)}
            >
              {t("pickNow")}
            </Button>
          </li>
        ))}
      </ul>
      <Problem error={pick.error} />
    </section>
  );
}
