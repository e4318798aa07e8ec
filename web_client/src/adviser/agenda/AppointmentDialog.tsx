/** A new appointment: with whom, which service, when, and what the client hears of it. Opens from anywhere. */
import { Button, Checkbox, Modal, Select, Textarea } from "@mantine/core";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, Notice, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import {
  type Appointment,
  type Service,
  useColleagues,
  useMakeAppointment,
  useServices,
} from "../api/agenda";
import { useClient } from "../api/clients";
import { useAdapter } from "../api/crm";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import { useFields } from "../shell/fields";
import { Anyway } from "./Anyway";
import { hour } from "./dates";
import { Segments } from "./Segments";
import { ServiceDialog } from "./ServiceDialog";
import { beforeInWords, minutesInWords, priceOf } from "./services";
import { adviserOf, nameOf, whoOf } from "./status";
import { MOST_OPTIONS, TimesField } from "./TimesField";
import "./agenda.css";

interface AppointmentDialogProps {
  /** Chosen already, and changeable. */
  readonly clientId?: string | undefined;
  readonly start?: Date | undefined;
  readonly serviceId?: string | undefined;
  /** For an administrator: whose agenda. */
  readonly adviserId?: string | undefined;
  /** One that did not take place: everything but its time is as it was. */
  readonly again?: Appointment | undefined;
  readonly onClose: () => void;
  /** With the id of what was made. */
  readonly onMade?: (appointmentId: string) => void;
}

interface Values {
  readonly client: PickedClient | null;
  readonly service: string;
  readonly adviser: string;
  readonly propose: "one" | "several";
  readonly times: readonly Date[];
  readonly description: string;
  readonly note: string;
  readonly notify: boolean;
}

export function AppointmentDialog(props: AppointmentDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  return (
    <Modal
      opened
      onClose={props.onClose}
      size="60rem"
      title={props.again ? t("againOf", { name: nameOf(props.again) }) : t("newAppointment")}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <AppointmentForm {...props} />
    </Modal>
  );
}

function AppointmentForm(props: AppointmentDialogProps) {
  const { clientId, start, again, onClose, onMade } = props;
  const serviceId = again?.service?.id ?? props.serviceId;
  const adviserId = (again && adviserOf(again).id) || props.adviserId;
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { user } = useMember();
  const services = useServices();
  const colleagues = useColleagues();
  const given = useClient(clientId);
  const make = useMakeAppointment();
  // Our own list knows which addresses no longer work.
  const elsewhere = useAdapter().data === "foreign";
  // The same wish sent twice is one appointment; another wish has another key.
  const sent = useRef<{ readonly wish: string; readonly once: string }>(undefined);
  const [newService, setNewService] = useState(false);
  const exact = start !== undefined && (start.getHours() > 0 || start.getMinutes() > 0);
  const fields = useFields<Values>({
    initial: {
      client: again ? whoOf(again) : null,
      service: serviceId ?? "",
      adviser: adviserId ?? user.id,
      propose: "one",
      times: exact && start ? [start] : [],
      description: again?.description ?? "",
      note: again?.note ?? "",
      notify: true,
    },
    check: ({ client, service, propose, times }) => ({
      ...(client === null ? { client: t("clientNeeded") } : {}),
      ...(service === "" ? { service: t("serviceNeeded") } : {}),
      ...(times.length === 0
        ? { times: t("timeNeeded") }
        : propose === "several" && times.length < 2
          ? { times: t("twoTimesNeeded") }
          : {}),
    }),
    onSubmit: (values) => plan(values, false),
  });
  const { values, set, complaints } = fields;

  function plan(wish: Values, anyway: boolean) {
    const { client, service, adviser, propose, times, description, note, notify } = wish;
    const first = times[0];
    if (client === null || first === undefined) return;
    const written = JSON.stringify([wish, anyway]);
    if (sent.current?.wish !== written) sent.current = { wish: written, once: crypto.randomUUID() };
    make.mutate(
      {
        once: sent.current.once,
        anyway,
        ...(client.id === ""
          ? { guest: { name: client.name, email: client.email } }
          : { client_id: client.id }),
        service_id: service,
        // Of another service the rest is another's, too.
        ...(again && again.service?.id === service && keptOf(again)),
        // For somebody else it is another appointment.
        ...(again && client.id === (whoOf(again)?.id ?? "") && { replaces: again.id }),
        ...(adviser === user.id ? {} : { adviser_id: adviser }),
        ...(propose === "one"
          ? { start: first.toISOString() }
          : { options: times.map((time) => ({ start: time.toISOString() })) }),
        description: description.trim(),
        note: note.trim(),
        notify: notify && client.email !== "",
      },
      {
        onSuccess: ({ id }) => {
          announce(t("appointmentMade"));
          onClose();
          onMade?.(id);
        },
      },
    );
  }

  // Who was given by the page comes a moment later than the dialog.
  const found = given.data;
  const { client } = values;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the card arrives
  useEffect(() => {
    if (found === undefined || client !== null) return;
    const email = found.contacts.find(({ kind, blocked }) => kind === "email" && blocked === "")?.value ?? "";
    set("client", { id: found.id, name: found.name, email });
  }, [found]);

  const offered = (services.data ?? []).filter(({ active }) => active);
  const service = offered.find(({ id }) => id === values.service);
  // With one service there is nothing to choose.
  const only = offered.length === 1 ? offered[0]?.id : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the services arrive
  useEffect(() => {
    if (only !== undefined && values.service === "") set("service", only);
  }, [only]);

  const several = values.propose === "several";
  return (
    <form {...fields.form} className="g-new">
      <div className="g-new-columns">
        <div className="a-fields">
          <ClientPicker
            value={values.client}
            onPick={(picked) => set("client", picked)}
            allowNew
            anyCrm={elsewhere}
            error={complaints.client}
          />
          <div className="g-service-field">
            <Select
              name="service"
              label={t("service")}
              placeholder={t("serviceChoose")}
              nothingFoundMessage={t("noServicesTitle")}
              searchable={offered.length > 8}
              allowDeselect={false}
              data={offered.map(({ id, name, minutes }) => ({
                value: id,
                label: `${name} (${minutesInWords(minutes, t)})`,
              }))}
              value={values.service === "" ? null : values.service}
              error={complaints.service}
              onChange={(value) => value !== null && set("service", value)}
            />
            {user.role === "admin" && (
              <Button
                variant="default"
                leftSection={<IconPlus size={19} aria-hidden="true" />}
                onClick={() => setNewService(true)}
              >
                {t("newService")}
              </Button>
            )}
          </div>
          {user.role === "admin" && (colleagues.data?.length ?? 0) > 1 && (
            <Select
              label={t("colleague")}
              allowDeselect={false}
              data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={values.adviser}
              onChange={(value) => value !== null && set("adviser", value)}
            />
          )}
          <Textarea
            label={t("description")}
            description={t("descriptionHint")}
            name="description"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={values.description}
            onChange={(event) => set("description", event.currentTarget.value)}
          />
          <Textarea
            label={t("internalNote")}
            description={t("internalOnlyHint")}
            name="note"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={values.note}
            onChange={(event) => set("note", event.currentTarget.value)}
          />
        </div>
        <div className="a-fields g-new-when">
          <Segments
            label={t("oneOrSeveral")}
            value={values.propose}
            options={[
              { value: "one", words: t("oneTime") },
              { value: "several", words: t("severalTimes") },
            ]}
            onChange={(propose) => {
              set("propose", propose);
              if (propose === "one") set("times", values.times.slice(0, 1));
            }}
          />
          {several && <p className="a-quiet">{t("severalHint", { most: MOST_OPTIONS })}</p>}
          <TimesField
            serviceId={service?.id}
            adviserId={values.adviser}
            first={start ?? new Date()}
            value={values.times}
            multiple={several}
            error={complaints.times}
            onChange={(times) => set("times", times)}
          />
        </div>
      </div>
      <Tell values={values} service={service} onChange={(notify) => set("notify", notify)} />
      <Anyway error={make.error} busy={make.isPending} onAnyway={() => plan(values, true)} />
      <div className="a-buttons">
        <Button
          type="submit"
          loading={make.isPending}
          leftSection={<IconSend size={20} aria-hidden="true" />}
        >
          {t(
            !values.notify || !values.client?.email
              ? "planQuietly"
              : several
                ? "sendProposal"
                : "planAndSend",
          )}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("back")}
        </Button>
        {service && values.times[0] && !several && (
          <span className="a-quiet">
            {t("untilHour", {
              until: hour(language, new Date(values.times[0].getTime() + service.minutes * 60_000)),
            })}
            {priceOf(service, language) !== "" && ` · ${priceOf(service, language)}`}
          </span>
        )}
      </div>
      {newService && (
        <ServiceDialog
          onClose={() => setNewService(false)}
          onMade={({ id }) => {
            set("service", id);
          }}
        />
      )}
    </form>
  );
}

function keptOf({ title, place, price_cents }: Appointment) {
  return { title, place, price_cents: price_cents ?? 0 };
}

interface TellProps {
  readonly values: Values;
  readonly service: Service | undefined;
  readonly onChange: (notify: boolean) => void;
}

/** What the client will hear, said before it is sent. */
function Tell({ values, service, onChange }: TellProps) {
  const t = useT(agendaTexts);
  const { client, notify, propose } = values;
  if (client !== null && client.email === "") return <Notice kind="warning">{t("noEmailNotice")}</Notice>;
  const reminders = (service?.reminders ?? []).map((minutes) => beforeInWords(minutes, t));
  return (
    <div className="g-tell">
      <Checkbox
        label={t("tellClient")}
        checked={notify}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {notify && client && (
        <p className="a-quiet">
          {t(
            propose === "several" ? "tellProposal" : service?.kind === "video" ? "tellVideo" : "tellPlanned",
            {
              email: client.email,
            },
          )}
          {reminders.length > 0 && ` ${t("tellReminders", { times: reminders.join(", ") })}`}
        </p>
      )}
    </div>
  );
}
