/** With whom an appointment is, what it is called, how and where it takes place and what it is about; and who hears of it. */
import { ActionIcon, Button, Modal, NumberInput, Radio, Textarea, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useT } from "../../ui";
import { type Appointment, SERVICE_KINDS, type ServiceKind, useChangeAppointment } from "../api/agenda";
import { useAdapter } from "../api/crm";
import { ClientPicker, type PickedClient } from "../clients/ClientPicker";
import { useFields } from "../shell/fields";
import { Problem } from "../shell/Problem";
import { KIND_WORDS } from "./services";
import { isOpen, nameOf, whoOf } from "./status";
import { isTellable, TellChange, TellHandOver } from "./TellChange";

interface EditDialogProps {
  readonly appointment: Appointment;
  readonly onClose: () => void;
}

/** A pencil that opens it. */
export function EditButton({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const [opened, setOpened] = useState(false);
  if (appointment.status === "cancelled") return null;
  return (
    <>
      <ActionIcon
        aria-label={t("editAppointment")}
        title={t("editAppointment")}
        onClick={() => setOpened(true)}
      >
        <IconPencil size={21} />
      </ActionIcon>
      {opened && <EditDialog appointment={appointment} onClose={() => setOpened(false)} />}
    </>
  );
}

export function EditDialog({ appointment, onClose }: EditDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  return (
    <Modal
      opened
      onClose={onClose}
      size="40rem"
      title={t("editOf", { name: nameOf(appointment) })}
      withCloseButton
      closeButtonProps={{ "aria-label": adviser("close") }}
    >
      <EditForm appointment={appointment} onClose={onClose} />
    </Modal>
  );
}

interface Values {
  readonly client: PickedClient | null;
  readonly title: string;
  readonly kind: ServiceKind;
  readonly place: string;
  /** Euros as they are typed. */
  readonly price: number | "";
  readonly description: string;
}

function valuesOf(appointment: Appointment): Values {
  const { title, kind, place, price_cents, description } = appointment;
  const price = price_cents ? price_cents / 100 : "";
  return { client: whoOf(appointment), title, kind, place, description, price };
}

function EditForm({ appointment, onClose }: EditDialogProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const change = useChangeAppointment();
  // Our own list knows which addresses no longer work.
  const elsewhere = useAdapter().data === "foreign";
  const [notify, setNotify] = useState(isTellable(appointment));
  const fields = useFields<Values>({
    initial: valuesOf(appointment),
    check: ({ client, title }) => ({
      // One whose client was erased stays without.
      ...(client === null && whoOf(appointment) !== null ? { client: t("clientNeeded") } : {}),
      ...(title.trim() === "" ? { title: t("titleNeeded") } : {}),
    }),
    onSubmit: ({ title, kind, place, price, description }) => {
      change.mutate(
        {
          id: appointment.id,
          version: appointment.version,
          ...(next && { client_id: next.id }),
          title: title.trim(),
          // How one that is over took place decided its status.
          ...(isOpen(appointment) && { kind }),
          place: place.trim(),
          price_cents: price === "" ? 0 : Math.round(price * 100),
          description: description.trim(),
          notify: notify && tellable,
        },
        {
          onSuccess: () => {
            announce(adviser("savedNow"));
            onClose();
          },
        },
      );
    },
  });
  const { values, set, complaints } = fields;
  const kept = valuesOf(appointment);
  // Who was picked instead; a guest who is there already has no id.
  const next = values.client?.id && values.client.id !== kept.client?.id ? values.client : undefined;
  const tellable = isTellable(appointment, next);
  // A price stands in no invitation.
  const seen =
    next !== undefined ||
    (["title", "kind", "place", "description"] as const).some((name) => values[name] !== kept[name]);
  return (
    <form {...fields.form} className="a-fields">
      <ClientPicker
        value={values.client}
        error={complaints.client}
        anyCrm={elsewhere}
        onPick={(client) => {
          set("client", client);
          if (client !== null) setNotify(true);
        }}
      />
      <TextInput {...fields.field("title")} label={t("titleLabel")} maxLength={200} data-autofocus />
      {isOpen(appointment) && (
        <Radio.Group
          name="kind"
          label={t("kindOfAppointment")}
          value={values.kind}
          onChange={(value) => set("kind", value as ServiceKind)}
        >
          <div className="g-kinds">
            {SERVICE_KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={t(KIND_WORDS[kind])} />
            ))}
          </div>
        </Radio.Group>
      )}
      <div className="g-numbers">
        <TextInput {...fields.field("place")} label={t("place")} maxLength={200} />
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
      <Textarea
        label={t("description")}
        description={t("descriptionHint")}
        name="description"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={values.description}
        onChange={(event) => set("description", event.currentTarget.value)}
      />
      {next ? (
        <TellHandOver appointment={appointment} next={next} notify={notify} onChange={setNotify} />
      ) : (
        <TellChange appointment={appointment} notify={notify} onChange={setNotify} />
      )}
      <Problem error={change.error} />
      <div className="a-buttons">
        <Button type="submit" loading={change.isPending}>
          {t(notify && tellable && seen ? "saveAndMail" : "saveQuietly")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("back")}
        </Button>
      </div>
    </form>
  );
}
