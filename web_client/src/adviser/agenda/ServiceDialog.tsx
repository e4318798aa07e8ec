/** A service (a type of appointment), new or changed: length, how it takes place, price, colour, what can be booked. */
import { Button, Checkbox, Modal, MultiSelect, NumberInput, Radio, Textarea, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useConfirm, useT } from "../../ui";
import {
  SERVICE_KINDS,
  type Service,
  type ServiceKind,
  useChangeService,
  useColleagues,
  useDropService,
  useMakeService,
} from "../api/agenda";
import { useTemplates } from "../api/messages";
import { useFields } from "../shell/fields";
import { Problem } from "../shell/Problem";
import { ServiceAdvisers } from "./ServiceAdvisers";
import { ServiceColour } from "./ServiceColour";
import { ServiceTemplates, type ServiceTemplatesChosen, stillThere } from "./ServiceTemplates";
import { beforeInWords, KIND_WORDS } from "./services";

interface ServiceDialogProps {
  /** Absent for a new one. */
  readonly service?: Service;
  readonly onClose: () => void;
  readonly onMade?: (service: Service) => void;
}

interface Values {
  readonly name: string;
  readonly kind: ServiceKind;
  readonly minutes: number;
  /** Euros as they are typed. */
  readonly price: number | "";
  readonly place: string;
  readonly description: string;
  readonly colour: string;
  readonly buffer_before: number;
  readonly buffer_after: number;
  readonly steps: number;
  readonly seats: number;
  readonly notice_hours: number;
  readonly horizon_days: number;
  readonly reminders: readonly string[];
  readonly advisers: readonly string[];
  readonly templates: ServiceTemplatesChosen;
  readonly bookable: boolean;
  readonly active: boolean;
}

const LIMITS = {
  minutes: { min: 5, max: 720 },
  buffer_before: { min: 0, max: 240 },
  buffer_after: { min: 0, max: 240 },
  steps: { min: 5, max: 240 },
  seats: { min: 1, max: 100 },
  notice_hours: { min: 0, max: 720 },
  horizon_days: { min: 1, max: 365 },
} as const;

const REMINDERS = [10080, 2880, 1440, 240, 120, 60, 30, 15] as const;

function valuesOf(service: Service | undefined): Values {
  if (service === undefined) {
    return {
      name: "",
      kind: "video",
      minutes: 45,
      price: "",
      place: "",
      description: "",
      colour: "#155c47",
      buffer_before: 0,
      buffer_after: 15,
      steps: 30,
      seats: 1,
      notice_hours: 24,
      horizon_days: 60,
      reminders: ["1440", "60"],
      advisers: [],
      templates: {},
      bookable: true,
      active: true,
    };
  }
  return {
    ...service,
    price: service.price_cents === 0 ? "" : service.price_cents / 100,
    reminders: service.reminders.map(String),
  };
}

export function ServiceDialog({ service, onClose, onMade }: ServiceDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  return (
    <Modal
      opened
      onClose={onClose}
      size="46rem"
      title={service ? service.name : t("newService")}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <ServiceForm {...(service && { service })} onClose={onClose} {...(onMade && { onMade })} />
    </Modal>
  );
}

function ServiceForm({ service, onClose, onMade }: ServiceDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const confirm = useConfirm();
  const make = useMakeService();
  const change = useChangeService();
  const drop = useDropService();
  const colleagues = useColleagues();
  const templates = useTemplates();
  const fields = useFields<Values>({
    initial: valuesOf(service),
    check: (values) => {
      const wrong: Partial<Record<keyof Values, string>> = {};
      if (values.name.trim() === "") wrong.name = t("nameNeeded");
      for (const [name, { min, max }] of Object.entries(LIMITS)) {
        const value = values[name as keyof typeof LIMITS];
        if (!Number.isInteger(value) || value < min || value > max) {
          wrong[name as keyof typeof LIMITS] = t("between", { min, max });
        }
      }
      return wrong;
    },
    onSubmit: ({ price, reminders, ...values }) => {
      const body = {
        name: values.name.trim(),
        kind: values.kind,
        minutes: values.minutes,
        place: values.place.trim(),
        description: values.description.trim(),
        colour: values.colour,
        buffer_before: values.buffer_before,
        buffer_after: values.buffer_after,
        steps: values.steps,
        seats: values.seats,
        notice_hours: values.notice_hours,
        horizon_days: values.horizon_days,
        bookable: values.bookable,
        active: values.active,
        price_cents: price === "" ? 0 : Math.round(price * 100),
        reminders: reminders.map(Number).sort((one, other) => other - one),
        ...(colleagues.data && {
          advisers: values.advisers.filter((id) => colleagues.data.some((one) => one.id === id)),
        }),
        ...(templates.data && { templates: stillThere(values.templates, templates.data.items) }),
      };
      const kept = (made: Service) => {
        announce(adviser("savedNow"));
        onMade?.(made);
        onClose();
      };
      if (service) change.mutate({ id: service.id, version: service.version, ...body }, { onSuccess: kept });
      else make.mutate(body, { onSuccess: kept });
    },
  });
  const { values, set, complaints } = fields;
  const number = (name: keyof typeof LIMITS, suffix?: string) => ({
    name,
    ...LIMITS[name],
    ...(suffix && { suffix: ` ${suffix}` }),
    clampBehavior: "none" as const,
    allowDecimal: false,
    allowNegative: false,
    value: values[name],
    error: complaints[name],
    onChange: (value: string | number) => set(name, Number(value)),
  });
  const remove = async () => {
    if (service === undefined) return;
    const sure = await confirm({
      title: t("serviceDropAsk", { name: service.name }),
      text: t("serviceDropText"),
      confirm: t("remove"),
      tone: "danger",
      icon: <IconTrash size={24} />,
    });
    if (sure) drop.mutate({ id: service.id, version: service.version }, { onSuccess: onClose });
  };
  return (
    <form
      {...fields.form}
      className="a-fields"
      onSubmit={(event) => {
        // The dialog may stand in another form, which is not meant.
        event.stopPropagation();
        fields.form.onSubmit(event);
      }}
    >
      <TextInput
        {...fields.field("name")}
        label={t("serviceName")}
        placeholder={t("serviceNameExample")}
        maxLength={120}
        data-autofocus
      />
      <Radio.Group
        name="kind"
        label={t("kindOfAppointment")}
        value={values.kind}
        onChange={(value) => set("kind", value as ServiceKind)}
      >
        <div className="g-kinds">
          {SERVICE_KINDS.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(KIND_WORDS[kind])}
              description={kind === "video" ? t("kindVideoHint") : undefined}
            />
          ))}
        </div>
      </Radio.Group>
      {(values.kind === "office" || values.kind === "visit") && (
        <TextInput {...fields.field("place")} label={t("place")} maxLength={200} />
      )}
      <div className="g-numbers">
        <NumberInput {...number("minutes", t("minutesShort"))} label={t("duration")} />
        <NumberInput
          label={t("price")}
          placeholder={t("priceHint")}
          name="price"
          prefix="€ "
          decimalScale={2}
          decimalSeparator=","
          allowNegative={false}
          value={values.price}
          onChange={(value) => set("price", value === "" ? "" : Number(value))}
        />
      </div>
      <ServiceAdvisers value={values.advisers} onChange={(advisers) => set("advisers", advisers)} />
      <ServiceColour value={values.colour} onChange={(colour) => set("colour", colour)} />
      <Textarea
        label={t("serviceDescription")}
        description={t("serviceDescriptionHint")}
        name="description"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={values.description}
        onChange={(event) => set("description", event.currentTarget.value)}
      />
      <MultiSelect
        size="md"
        label={t("remindersBefore")}
        description={t("remindersHint")}
        data={REMINDERS.map((minutes) => ({ value: String(minutes), label: beforeInWords(minutes, t) }))}
        value={[...values.reminders]}
        maxValues={4}
        onChange={(reminders) => set("reminders", reminders)}
      />
      <Checkbox
        label={t("bookable")}
        description={t("bookableHint")}
        checked={values.bookable}
        onChange={(event) => set("bookable", event.currentTarget.checked)}
      />
      <details
        className="g-more-fields"
        open={Object.keys(complaints).some((name) => name in LIMITS && name !== "minutes")}
      >
        <summary>{t("bookingRules")}</summary>
        <div className="g-numbers">
          <NumberInput {...number("buffer_before", t("minutesShort"))} label={t("bufferBefore")} />
          <NumberInput {...number("buffer_after", t("minutesShort"))} label={t("bufferAfter")} />
          <NumberInput
            {...number("steps", t("minutesShort"))}
            label={t("stepsLabel")}
            description={t("stepsHint")}
          />
          <NumberInput {...number("seats")} label={t("seats")} description={t("seatsHint")} />
          <NumberInput {...number("notice_hours", t("hoursShort"))} label={t("noticeHours")} />
          <NumberInput {...number("horizon_days", t("daysShort"))} label={t("horizonDays")} />
        </div>
      </details>
      <details className="g-more-fields">
        <summary>{t("serviceTemplates")}</summary>
        <div className="a-fields">
          <ServiceTemplates value={values.templates} onChange={(chosen) => set("templates", chosen)} />
        </div>
      </details>
      {service && (
        <Checkbox
          label={t("serviceActive")}
          description={t("serviceActiveHint")}
          checked={values.active}
          onChange={(event) => set("active", event.currentTarget.checked)}
        />
      )}
      <Problem error={make.error ?? change.error ?? drop.error} />
      <div className="a-buttons">
        <Button type="submit" loading={make.isPending || change.isPending}>
          {adviser("save")}
        </Button>
        {service && (
          <Button
            variant="default"
            loading={drop.isPending}
            leftSection={<IconTrash size={19} aria-hidden="true" />}
            onClick={() => void remove()}
          >
            {t("remove")}
          </Button>
        )}
      </div>
    </form>
  );
}
