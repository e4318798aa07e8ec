/** Time of one's own: once or every week, an hour or a whole day; nobody books in it. */
import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconTrash } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useT } from "../../ui";
import {
  type Block,
  type BlockTime,
  useBlock,
  useChangeBlock,
  useDropBlock,
  useMakeBlock,
} from "../api/agenda";
import { useFields } from "../shell/fields";
import { Loaded, Problem } from "../shell/Problem";
import { Anyway } from "./Anyway";
import { Dates } from "./Dates";
import { addDays, at, clock, fromIsoDay, isoDay, startOfDay } from "./dates";
import { TimeField } from "./TimeField";

export interface NewBlock {
  readonly start: Date;
  readonly end: Date;
  readonly allDay: boolean;
  readonly adviserId: string | undefined;
}

interface BlockDialogProps {
  /** One time of a block, as the calendar draws it, or a new one. */
  readonly block: BlockTime | NewBlock;
  readonly onClose: () => void;
}

export function BlockDialog({ block, onClose }: BlockDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const kept = "id" in block ? block : undefined;
  // The calendar has one of its times; what is changed is the block itself.
  const whole = useBlock(kept?.id);
  return (
    <Modal
      opened
      onClose={onClose}
      size="32rem"
      title={kept ? t("blockTitle") : t("blockNew")}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <Dates>
        {"id" in block ? (
          <Loaded query={whole} lines={5}>
            {(found) => <BlockForm kept={found} time={block} onClose={onClose} />}
          </Loaded>
        ) : (
          <BlockForm fresh={block} onClose={onClose} />
        )}
      </Dates>
    </Modal>
  );
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

function valuesOf(kept: Block | undefined, fresh: NewBlock | undefined): Values {
  const start = new Date(kept?.start ?? fresh?.start ?? Date.now());
  const end = new Date(kept?.end ?? fresh?.end ?? Date.now());
  const allDay = kept?.all_day ?? fresh?.allDay ?? false;
  return {
    title: kept?.title ?? "",
    allDay,
    from: isoDay(start),
    fromTime: allDay ? "09:00" : clock(start),
    // The end of a whole day is the midnight after it.
    to: isoDay(allDay ? addDays(end, -1) : end),
    toTime: allDay ? "17:00" : clock(end),
    repeats: kept?.repeats ?? "",
    private: kept?.private ?? false,
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

const RULES = ["", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=YEARLY"];

interface BlockFormProps {
  readonly kept?: Block;
  readonly time?: BlockTime;
  readonly fresh?: NewBlock;
  readonly onClose: () => void;
}

function BlockForm({ kept, time, fresh, onClose }: BlockFormProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const make = useMakeBlock();
  const change = useChangeBlock();
  const drop = useDropBlock();
  const fields = useFields<Values>({
    initial: valuesOf(kept, fresh),
    check: (values) => {
      const times = timesOf(values);
      return {
        ...(values.title.trim() === "" ? { title: t("blockNameNeeded") } : {}),
        ...(times === undefined
          ? { fromTime: t("timeNeeded") }
          : times.end > times.start
            ? {}
            : { toTime: t("endBeforeStart") }),
      };
    },
    onSubmit: (values) => save(values, false),
  });
  const { values, set, complaints } = fields;

  function save(chosen: Values, anyway: boolean) {
    const times = timesOf(chosen);
    if (times === undefined) return;
    const body = {
      title: chosen.title.trim(),
      start: times.start.toISOString(),
      end: times.end.toISOString(),
      all_day: chosen.allDay,
      repeats: chosen.repeats,
      private: chosen.private,
      anyway,
    };
    const done = {
      onSuccess: () => {
        announce(adviser("savedNow"));
        onClose();
      },
    };
    if (kept) change.mutate({ id: kept.id, version: kept.version, ...body }, done);
    else make.mutate({ ...body, ...(fresh?.adviserId ? { adviser_id: fresh.adviserId } : {}) }, done);
  }

  const words = [
    t("repeatNever"),
    t("repeatDaily"),
    t("repeatWeekly"),
    t("repeatFortnightly"),
    t("repeatMonthly"),
    t("repeatYearly"),
  ];
  const rules = RULES.map((value, index) => ({ value, label: words[index] ?? value }));
  // A rule that came from elsewhere stays what it is.
  if (!RULES.includes(values.repeats)) rules.push({ value: values.repeats, label: t("repeatOther") });
  const busy = make.isPending || change.isPending;
  return (
    <form {...fields.form} className="a-fields">
      <TextInput
        {...fields.field("title")}
        label={t("blockName")}
        placeholder={t("blockNameExample")}
        maxLength={100}
        data-autofocus
      />
      <Checkbox
        label={t("allDayLong")}
        checked={values.allDay}
        onChange={(event) => set("allDay", event.currentTarget.checked)}
      />
      <div className="g-times" data-days={values.allDay || undefined}>
        <DatePickerInput
          size="md"
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
          <TimeField
            name="fromTime"
            label={t("fromTime")}
            value={values.fromTime}
            error={complaints.fromTime}
            onChange={(value) => set("fromTime", value)}
          />
        )}
        <DatePickerInput
          size="md"
          label={t("until")}
          valueFormat="dd D MMMM YYYY"
          minDate={values.from}
          value={values.to}
          error={values.allDay ? complaints.toTime : undefined}
          onChange={(value) => value !== null && set("to", value)}
        />
        {!values.allDay && (
          <TimeField
            name="toTime"
            label={t("untilTime")}
            value={values.toTime}
            error={complaints.toTime}
            onChange={(value) => set("toTime", value)}
          />
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
      <Anyway error={make.error ?? change.error} busy={busy} onAnyway={() => save(values, true)} />
      <Problem error={drop.error} />
      <div className="a-buttons">
        <Button type="submit" loading={busy}>
          {adviser("save")}
        </Button>
        {kept && kept.repeats !== "" && time && (
          <Button
            variant="default"
            loading={drop.isPending}
            onClick={() =>
              drop.mutate({ id: kept.id, version: kept.version, day: time.day }, { onSuccess: onClose })
            }
          >
            {t("blockDropOne")}
          </Button>
        )}
        {kept && (
          <Button
            variant="default"
            loading={drop.isPending}
            leftSection={<IconTrash size={19} aria-hidden="true" />}
            onClick={() => drop.mutate({ id: kept.id, version: kept.version }, { onSuccess: onClose })}
          >
            {t(kept.repeats === "" ? "blockDrop" : "blockDropAll")}
          </Button>
        )}
      </div>
    </form>
  );
}
