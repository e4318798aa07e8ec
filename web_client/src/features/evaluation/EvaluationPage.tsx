/** After the end: everybody says how it was, or skips; the adviser also sees what the meeting was. */
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { evaluationTexts } from "../../i18n/evaluation";
import { useRoom, useRoomState } from "../../room/context";
import { adviserOf, firstWord, ofOffice } from "../../room/people";
import { ClientPage, useT } from "../../ui";
import { ClientAside } from "./ClientAside";
import classes from "./Evaluation.module.css";
import { EvaluationForm } from "./EvaluationForm";
import { HostSummary } from "./HostSummary";
import { useDuration } from "./useDuration";

/** Where the answer stands. */
export type Answered = "no" | "sent" | "skipped";

export function EvaluationPage() {
  const t = useT(evaluationTexts);
  const { info } = useRoom();
  const self = useRoomState((state) => state.self);
  const adviser = useRoomState((state) => {
    const person = adviserOf(state.session);
    return person && person.id !== state.selfId ? person.name : "";
  });
  // After a reload the session itself is closed to us; who we are stands in what the ticket still opens.
  const isOffice = self ? ofOffice(self) : info.role !== "client";
  const [answered, setAnswered] = useState<Answered>(info.evaluated ? "sent" : "no");
  const duration = useDuration();
  const name = firstWord(self?.name ?? info.name);

  return (
    <ClientPage office={info.office} backdrop="end">
      <div className={classes.page}>
        <div className={classes.main}>
          <span className={classes.ended}>
            <IconCircleCheck size={17} stroke={1.9} aria-hidden="true" />
            {duration ? t("endedAfter", { duration }) : t("ended")}
          </span>
          {answered === "no" ? (
            <>
              <h1 className={classes.title}>
                {isOffice ? (
                  t("questionOwn")
                ) : (
                  <>
                    {t("thanks", { name })}
                    <br />
                    {t("question")}
                  </>
                )}
              </h1>
              <p className={classes.lead}>
                {isOffice
                  ? t("questionOwnText")
                  : t("questionText", { adviser: adviser || info.office.name })}
              </p>
              <EvaluationForm onDone={setAnswered} />
            </>
          ) : (
            <div role="status">
              <h1 className={classes.title}>{t(answered === "sent" ? "sentTitle" : "skippedTitle")}</h1>
              <p className={classes.lead}>{t(answered === "sent" ? "sentText" : "skippedText")}</p>
            </div>
          )}
        </div>
        {isOffice ? <HostSummary /> : <ClientAside />}
      </div>
    </ClientPage>
  );
}
