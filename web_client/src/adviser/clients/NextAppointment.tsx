/** On top of the timeline: the appointment that comes next, with the way to begin it. */
import { Button } from "@mantine/core";
import { IconCalendarEvent, IconScreenShare } from "@tabler/icons-react";
import { useState } from "react";
import { formatShortDay, formatTime } from "../../i18n";
import { clientsTexts } from "../../i18n/clients";
import { announce, IconTile, useConfirm, useLanguage, useT } from "../../ui";
import { useStart } from "../agenda/start";
import { type Appointment, useAppointments, useResendCode } from "../api/agenda";
import { Problem } from "../shell/Problem";

/** An appointment that began an hour ago is still the one that matters. */
const SLACK_MS = 3_600_000;

/** The first that is not over yet. */
export function nextOf(appointments: readonly Appointment[], now: Date): Appointment | undefined {
  return appointments
    .filter(
      ({ status, end, live }) =>
        (status === "scheduled" || status === "starting_soon") &&
        end !== null &&
        (live || new Date(end).getTime() > now.getTime() - SLACK_MS),
    )
    .sort((one, other) => (one.start ?? "").localeCompare(other.start ?? ""))[0];
}

export function NextAppointment({ clientId }: { readonly clientId: string }) {
  // From midnight: a question that stays the same all day is asked once.
  const [from] = useState(() => {
    const now = new Date();
    return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
  });
  const { data } = useAppointments("mine", { client: clientId, from });
  const next = nextOf(data?.pages.flatMap((page) => page.items) ?? [], new Date());
  return next === undefined ? null : <Next appointment={next} />;
}

function Next({ appointment }: { readonly appointment: Appointment }) {
  const t = useT(clientsTexts);
  const language = useLanguage();
  const confirm = useConfirm();
  const starting = useStart(appointment.id);
  const resend = useResendCode();
  const start = new Date(appointment.start ?? 0);
  const today = start.toDateString() === new Date().toDateString();
  const time = formatTime(language, start);
  const email = appointment.client?.emails[0] ?? appointment.guest?.email ?? "";
  const mailCode = async () => {
    const sure = await confirm({
      title: t("mailCodeAsk"),
      text: t("mailCodeText", { email }),
      confirm: t("mailCode"),
    });
    if (sure)
      resend.mutate({ id: appointment.id }, { onSuccess: () => announce(t("codeMailed", { email })) });
  };
  return (
    <ol className="c-lines c-lines-next">
      <li>
        <IconTile tone="attention" size={40}>
          <IconCalendarEvent size={20} stroke={1.8} />
        </IconTile>
        <div className="c-line-words">
          <strong>
            {today
              ? t("appointmentToday", { time })
              : t("appointmentOn", { day: formatShortDay(language, start), time })}
          </strong>
          <p>
            {[appointment.service?.name ?? appointment.title, appointment.adviser?.name]
              .filter(Boolean)
              .join(" · ")}
          </p>
          {appointment.kind === "video" && (
            <div className="a-buttons">
              <Button
                size="sm"
                loading={starting.busy}
                leftSection={<IconScreenShare size={18} aria-hidden="true" />}
                onClick={starting.start}
              >
                {t("startSession")}
              </Button>
              {email !== "" && appointment.code !== null && (
                <Button
                  variant="default"
                  size="sm"
                  loading={resend.isPending}
                  onClick={() => void mailCode()}
                >
                  {t("mailCode")}
                </Button>
              )}
            </div>
          )}
          <Problem error={starting.error ?? resend.error} />
        </div>
        <span className="c-line-now">
          {appointment.live || appointment.status === "starting_soon" ? t("now") : ""}
        </span>
      </li>
    </ol>
  );
}
