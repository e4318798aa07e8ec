/** After a box was moved: is this meant, and does the client hear of it. And afterwards the way back. */
import { Button, CloseButton } from "@mantine/core";
import { IconArrowBackUp, IconCalendarTime } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { formatDay } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { useLanguage, useT } from "../../ui";
import { useChangeBlock, useReschedule } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { timesOf } from "./BoxContent";
import type { Dropped } from "./CalendarGrid";
import { hours } from "./dates";
import type { Moved } from "./events";
import { adviserOf, emailOf, nameOf } from "./status";

interface Done extends Dropped {
  readonly notify: boolean;
  /** What the row was after the move: the way back is a change of that version. */
  readonly version: number;
}

export interface Moving {
  /** Asked, not answered yet. */
  readonly asked: Dropped | undefined;
  readonly done: Done | undefined;
  readonly busy: boolean;
  readonly error: unknown;
  /** What the calendar draws elsewhere meanwhile. */
  readonly shown: Moved | undefined;
  ask(dropped: Dropped): void;
  answer(notify: boolean): void;
  undo(): void;
  forget(): void;
}

export function useMoving(): Moving {
  const [asked, setAsked] = useState<Dropped>();
  const [done, setDone] = useState<Done>();
  const reschedule = useReschedule();
  const changeBlock = useChangeBlock();

  const move = async (
    { box, start, end, adviserId }: Dropped,
    notify: boolean,
    version?: number,
  ): Promise<number> => {
    const times = { start: start.toISOString(), end: end.toISOString() };
    if (box.kind === "block") {
      const kept = await changeBlock.mutateAsync({
        id: box.block.id,
        version: version ?? box.block.version,
        ...times,
      });
      return kept.version;
    }
    const { id } = box.appointment;
    const adviser = adviserOf(box.appointment);
    const other = adviserId !== undefined && adviserId !== adviser.id ? { adviser_id: adviserId } : {};
    const kept = await reschedule.mutateAsync({ id, ...times, ...other, notify });
    return kept?.version ?? 0;
  };

  const keep = (dropped: Dropped, notify: boolean) => {
    move(dropped, notify).then(
      (version) => {
        setAsked(undefined);
        setDone({ ...dropped, notify, version });
      },
      // The mutation holds the refusal, which is shown beside the question.
      () => undefined,
    );
  };

  const ask = useCallback(
    (dropped: Dropped) => {
      reschedule.reset();
      changeBlock.reset();
      setDone(undefined);
      setAsked(dropped);
    },
    [reschedule.reset, changeBlock.reset],
  );

  return {
    asked,
    done,
    busy: reschedule.isPending || changeBlock.isPending,
    error: reschedule.error ?? changeBlock.error,
    shown: asked,
    ask,
    answer: (notify) => asked && keep(asked, notify),
    undo: () => {
      if (done === undefined) return;
      const { start, end } = timesOf(done.box);
      const adviserId = done.box.kind === "appointment" ? adviserOf(done.box.appointment).id : undefined;
      move({ ...done, start, end, adviserId }, done.notify, done.version).then(
        () => setDone(undefined),
        () => undefined,
      );
    },
    forget: () => {
      setAsked(undefined);
      setDone(undefined);
      reschedule.reset();
      changeBlock.reset();
    },
  };
}

export function MoveAsk({ moving }: { readonly moving: Moving }) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const language = useLanguage();
  const { asked, done, busy } = moving;
  const subject = asked ?? done;
  if (subject === undefined) return null;
  const { box, start, end } = subject;
  const name = box.kind === "block" ? box.block.title : nameOf(box.appointment);
  const when = `${formatDay(language, start)}, ${hours(language, start, end)}`;
  const reachable = box.kind !== "block" && emailOf(box.appointment) !== "";
  return (
    <section className="g-ask" aria-label={t("moveTitle")} role={asked ? undefined : "status"}>
      <IconCalendarTime size={24} stroke={1.7} aria-hidden="true" />
      <p className="g-ask-words">
        {asked ? t("moveAsk", { name, when }) : t("moveDone", { name, when })}
        {asked && reachable && ` ${t("moveTell")}`}
      </p>
      <Problem error={moving.error} />
      <div className="g-ask-buttons">
        {asked ? (
          <>
            <Button variant="default" disabled={busy} onClick={moving.forget}>
              {t("undo")}
            </Button>
            {reachable && (
              <Button variant="default" disabled={busy} onClick={() => moving.answer(false)}>
                {t("moveQuietly")}
              </Button>
            )}
            <Button loading={busy} onClick={() => moving.answer(reachable)}>
              {t(reachable ? "moveAndMail" : "move")}
            </Button>
          </>
        ) : (
          <>
            <Button
              variant="default"
              loading={busy}
              leftSection={<IconArrowBackUp size={20} aria-hidden="true" />}
              onClick={moving.undo}
            >
              {t("undo")}
            </Button>
            <CloseButton aria-label={adviser("close")} onClick={moving.forget} />
          </>
        )}
      </div>
    </section>
  );
}
