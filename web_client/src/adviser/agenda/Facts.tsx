/** What is known of an appointment: when, who, where, what for; and the note for colleagues. */
import { ActionIcon, Button, Textarea } from "@mantine/core";
import {
  IconAt,
  IconBan,
  IconClock,
  IconCurrencyEuro,
  IconFileDescription,
  IconLock,
  IconMapPin,
  IconPencil,
  IconPhone,
  IconRepeat,
  IconScreenShare,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatDay, formatShortDay } from "../../i18n";
import { adviserTexts } from "../../i18n/adviser";
import { agendaTexts } from "../../i18n/agenda";
import { announce, useLanguage, useT } from "../../ui";
import { useMember } from "../api/account";
import { type Appointment, type OtherAppointment, useChangeAppointment } from "../api/agenda";
import { Problem } from "../shell/Problem";
import { elsewhere, hour, isoDay } from "./dates";
import { KIND_WORDS, priceOf } from "./services";
import { adviserOf, emailOf, STATUS_WORDS } from "./status";
import { isTellable, TellChange } from "./TellChange";

const KIND_ICONS = {
  video: IconScreenShare,
  office: IconMapPin,
  phone: IconPhone,
  visit: IconMapPin,
} as const;

interface FactLineProps {
  readonly icon: ReactNode;
  /** Said to who does not see the icon. */
  readonly term: string;
  readonly children: ReactNode;
}

function FactLine({ icon, term, children }: FactLineProps) {
  return (
    <div>
      <dt>
        <span aria-hidden="true">{icon}</span>
        <span className="s-hidden">{term}</span>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Facts({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { start, end, all_day, zone, kind, place, cancelled, seats } = appointment;
  const adviser = adviserOf(appointment);
  const price = priceOf(appointment, language);
  const email = emailOf(appointment);
  const KindIcon = KIND_ICONS[kind];
  const from = start === null ? undefined : new Date(start);
  const until = end === null ? undefined : new Date(end);
  const there = from && elsewhere(language, from, zone);
  return (
    <dl className="g-facts">
      {cancelled && (
        <FactLine icon={<IconBan size={20} stroke={1.7} />} term={t("statusCancelled")}>
          {t(cancelled.by === "client" ? "cancelledByClient" : "cancelledByOffice", {
            when: formatShortDay(language, new Date(cancelled.at)),
          })}
          {cancelled.reason !== "" && <q>{cancelled.reason}</q>}
        </FactLine>
      )}
      {from && until && (
        <FactLine icon={<IconClock size={20} stroke={1.7} />} term={t("when")}>
          <span className="g-first-capital">{formatDay(language, from)}</span>,{" "}
          {all_day
            ? t("allDay")
            : t("fromUntil", { from: hour(language, from), until: hour(language, until) })}
          {there && <small>{t("hourThere", { there })}</small>}
        </FactLine>
      )}
      <OtherOne other={appointment.replaces} words="insteadOf" />
      <OtherOne other={appointment.replaced_by} words="plannedAnew" />
      {adviser.name !== "" && (
        <FactLine icon={<IconUser size={20} stroke={1.7} />} term={t("colleague")}>
          {adviser.name} <span className="a-quiet">· {t("adviser")}</span>
        </FactLine>
      )}
      {seats && seats.of > 1 && (
        <FactLine icon={<IconUsers size={20} stroke={1.7} />} term={t("seats")}>
          {t("seatsTaken", seats)}
        </FactLine>
      )}
      {email !== "" && (
        <FactLine icon={<IconAt size={20} stroke={1.7} />} term={t("email")}>
          {email}
        </FactLine>
      )}
      <FactLine icon={<KindIcon size={20} stroke={1.7} />} term={t("kindOfAppointment")}>
        {t(KIND_WORDS[kind])}
        {place !== "" && <small>{place}</small>}
      </FactLine>
      {price !== "" && (
        <FactLine icon={<IconCurrencyEuro size={20} stroke={1.7} />} term={t("price")}>
          {price} {appointment.currency}
        </FactLine>
      )}
      <FactLine icon={<IconFileDescription size={20} stroke={1.7} />} term={t("description")}>
        <EditedText appointment={appointment} name="description" />
      </FactLine>
      <FactLine icon={<IconLock size={20} stroke={1.7} />} term={t("internalNote")}>
        <EditedText appointment={appointment} name="note" />
      </FactLine>
    </dl>
  );
}

interface OtherOneProps {
  readonly other: OtherAppointment | null;
  readonly words: "insteadOf" | "plannedAnew";
}

/** The other of two of which one was planned anew for the other; the way there for who may see it. */
function OtherOne({ other, words }: OtherOneProps) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const { user } = useMember();
  if (other === null) return null;
  const start = other.start === null ? undefined : new Date(other.start);
  const when = start ? `${formatShortDay(language, start)}, ${hour(language, start)}` : t("noTimeYet");
  const state = t(STATUS_WORDS[other.status]);
  const date = start ? `date=${isoDay(start)}&` : "";
  const mine = user.role === "admin" || other.adviser_id === user.id;
  return (
    <FactLine icon={<IconRepeat size={20} stroke={1.7} />} term={t(words)}>
      {t(words)}{" "}
      {mine ? (
        <Link className="a-link" to={`/adviser/agenda?${date}appointment=${other.id}`}>
          {when}
        </Link>
      ) : (
        when
      )}
      <small>{state}</small>
    </FactLine>
  );
}

const TEXTS = {
  description: {
    label: "description",
    none: "noDescription",
    hint: "descriptionHint",
    edit: "editDescription",
  },
  note: { label: "internalNote", none: "noNote", hint: "internalOnly", edit: "editNote" },
} as const;

interface EditedTextProps {
  readonly appointment: Appointment;
  readonly name: keyof typeof TEXTS;
}

/** A text in its place: read, and with a press written. */
function EditedText({ appointment, name }: EditedTextProps) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const words = TEXTS[name];
  const kept = appointment[name];
  const [text, setText] = useState<string>();
  const [notify, setNotify] = useState(false);
  const change = useChangeAppointment();
  if (text === undefined) {
    return (
      <span className="g-edited">
        <span className={kept === "" ? "a-quiet" : "g-text"}>{kept === "" ? t(words.none) : kept}</span>{" "}
        {kept !== "" && name === "note" && <span className="a-quiet">{t(words.hint)}</span>}
        <ActionIcon
          size="1.75rem"
          aria-label={t(words.edit)}
          onClick={() => {
            setText(kept);
            setNotify(name === "description" && isTellable(appointment));
          }}
        >
          <IconPencil size={17} />
        </ActionIcon>
      </span>
    );
  }
  return (
    <form
      className="g-edit"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          {
            id: appointment.id,
            version: appointment.version,
            [name]: text.trim(),
            ...(name === "description" && { notify }),
          },
          {
            onSuccess: () => {
              setText(undefined);
              announce(adviser("savedNow"));
            },
          },
        );
      }}
    >
      <Textarea
        aria-label={t(words.label)}
        description={t(words.hint)}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        data-autofocus
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {name === "description" && (
        <TellChange appointment={appointment} notify={notify} onChange={setNotify} />
      )}
      <Problem error={change.error} />
      <div className="a-buttons">
        <Button type="submit" size="sm" loading={change.isPending}>
          {adviser("save")}
        </Button>
        <Button variant="default" size="sm" onClick={() => setText(undefined)}>
          {t("back")}
        </Button>
      </div>
    </form>
  );
}
