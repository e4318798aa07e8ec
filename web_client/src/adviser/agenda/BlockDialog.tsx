/** Time of one's own: once or every week, an hour or a whole day; nobody books in it. */
import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconTrash } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useT } from "../../ui";
import { useMember } from "../api/account";
import { type Block, useChangeBlock, useDropBlock, useMakeBlock } from "../api/agenda";
import { useFields } from "../shell/fields";
import { Problem } from "../shell/Problem";
import { Dates } from "./Dates";
import { addDays, at, clock, fromIsoDay, isoDay, startOfDay } from "./dates";

export interface NewBlock {
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly adviserId: string | undefined;
}

interface BlockDialogProps {
  readonly block: Block | NewBlock;
  readonly onClose: () => void;
}

interface Values {
  readonly title: string;
  readonly allDay: boolean;
  readonly from: string;
  readonly fromTime: string;
  readonly to: string;
  readonly toTime: string;
  readonly repeats: string;
  readonly private: boolean;
}

const isKept = (block: Block | NewBlock): block is Block => "id" in block;

function valuesOf(block: Block | NewBlock): Values {
  const start = new Date(block.start);
  const end = new Date(block.end);
  const allDay = isKept(block) ? block.all_day : block.allDay;
  return {
    title: isKept(block) ? block.title : "",
    allDay,
    from: isoDay(start),
    fromTime: allDay ? "09:00" : clock(start),
    // The end of a whole day is the midnight after it.
    to: isoDay(allDay ? addDays(end, -1) : end),
    toTime: allDay ? "17:00" : clock(end),
    repeats: isKept(block) ? block.repeats : "",
    private: isKept(block) ? block.private : false,
  };
}

function timesOf({ allDay, from, fromTime, to, toTime }: Values): { start: Date; end: Date } | undefined {
  const first = fromIsoDay(from);
  const last = fromIsoDay(to);
  if (first === undefined || last === undefined) return undefined;
  if (allDay) return { start: startOfDay(first), end: addDays(startOfDay(last), 1) };
  const start = at(first, fromTime);
  const end = at(last, toTime);
  return start && end ? { start, end } : undefined;
}

export function BlockDialog({ block, onClose }: BlockDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const { user } = useMember();
  const make = useMakeBlock();
  const change = useChangeBlock();
  const drop = useDropBlock();
  const fields = useFields<Values>({
    initial: valuesOf(block),
    check: (values) => {
      const times = timesOf(values);
      if (times === undefined) return { fromTime: t("timeNeeded") };
      return times.end > times.start ? {} : { toTime: t("endBeforeStart") };
    },
    onSubmit: (values) => {
      const times = timesOf(values);
      if (times === undefined) return;
      const body = {
        title: values.title.trim(),
        start: times.start.toISOString(),
        end: times.end.toISOString(),
        all_day: values.allDay,
        repeats: values.repeats,
        private: values.private,
      };
      const done = {
        onSuccess: () => {
          announce(adviser("savedNow"));
          onClose();
        },
      };
      if (isKept(block)) change.mutate({ id: block.id, version: block.version, ...body }, done);
      else make.mutate({ ...body, ...(block.adviserId ? { adviser_id: block.adviserId } : {}) }, done);
    },
  });
  const { values, set, complaints } = fields;
  const mine = !isKept(block) || block.adviser.id === user.id;
  const known = ["", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=YEARLY"];
  const words = [
    t("repeatNever"),
    t("repeatDaily"),
    t("repeatWeekly"),
    t("repeatFortnightly"),
    t("repeatMonthly"),
    t("repeatYearly"),
  ];
  const rules = known.map((value, index) => ({ value, label: words[index] ?? value }));
  // A rule that came from elsewhere stays what it is.
  if (!known.includes(values.repeats)) rules.push({ value: values.repeats, label: t("repeatOther") });
  return (
    <Modal
      opened
      onClose={onClose}
      size="32rem"
      title={isKept(block) ? t("blockTitle") : t("blockNew")}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <Dates>
        <form {...fields.form} className="a-fields">
          <TextInput
            {...fields.field("title")}
            label={t("blockName")}
            placeholder={t("blockNameExample")}
            maxLength={120}
            data-autofocus
          />
          <Checkbox
            label={t("allDayLong")}
            checked={values.allDay}
            onChange={(event) => set("allDay", event.currentTarget.checked)}
          />
          <div className="g-times">
            <DatePickerInput
              label={t("from")}
              valueFormat="dd D MMMM YYYY"
              value={values.from}
              onChange={(value) => {
                if (value === null) return;
                // The end goes along: most blocks stay within a day.
                if (values.to === values.from || value > values.to) set("to", value);
                set("from", value);
              }}
            />
            {!values.allDay && (
              <TextInput {...fields.field("fromTime")} type="time" label={t("fromTime")} step={300} />
            )}
            <DatePickerInput
              label={t("until")}
              valueFormat="dd D MMMM YYYY"
              minDate={values.from}
              value={values.to}
              error={values.allDay ? complaints.toTime : undefined}
              onChange={(value) => value !== null && set("to", value)}
            />
            {!values.allDay && (
              <TextInput {...fields.field("toTime")} type="time" label={t("untilTime")} step={300} />
            )}
          </div>
          <Select
            label={t("repeats")}
            allowDeselect={false}
            data={rules}
            value={values.repeats}
            onChange={(value) => value !== null && set("repeats", value)}
          />
          <Checkbox
            label={t("blockPrivate")}
            description={t("blockPrivateHint")}
            checked={values.private}
            onChange={(event) => set("private", event.currentTarget.checked)}
          />
          <Problem error={make.error ?? change.error ?? drop.error} />
          <div className="a-buttons">
            <Button
              type="submit"
              loading={make.isPending || change.isPending}
              disabled={!mine && user.role !== "admin"}
            >
              {adviser("save")}
            </Button>
            {isKept(block) && (
              <Button
                variant="default"
                loading={drop.isPending}
                leftSection={<IconTrash size={19} aria-hidden="true" />}
                onClick={() => drop.mutate({ id: block.id, version: block.version }, { onSuccess: onClose })}
              >
                {t(values.repeats === "" ? "blockDrop" : "blockDropAll")}
              </Button>
            )}
          </div>
        </form>
      </Dates>
    </Modal>
  );
}
