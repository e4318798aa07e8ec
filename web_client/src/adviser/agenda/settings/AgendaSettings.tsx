/** Settings: online booking, its address, the add-ons, and the agenda in other calendars. */
import { Button, Switch, TextInput } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link } from "react-router";
import { adviserTexts } from "../../../i18n/adviser";
import { agendaTexts } from "../../../i18n/agenda";
import { announce, Notice, Panel, StatusChip, useT } from "../../../ui";
import { useMember } from "../../api/account";
import { type AgendaChoices, useAgendaChoices, useChangeAgendaChoices } from "../../api/agenda";
import { CopyText } from "../../shell/CopyText";
import { useFields } from "../../shell/fields";
import { PageTitle } from "../../shell/PageTitle";
import { Loaded, Problem } from "../../shell/Problem";
import { CalDav } from "./CalDav";
import { CalendarFeed } from "./CalendarFeed";
import "../agenda.css";

export function AgendaSettings() {
  const t = useT(agendaTexts);
  const { user } = useMember();
  const choices = useAgendaChoices();
  return (
    <>
      <PageTitle title={t("agenda")} lead={t("agendaSettingsLead")} />
      <div className="a-columns">
        <div className="a-stack">
          {choices.data ? (
            <Booking choices={choices.data} admin={user.role === "admin"} />
          ) : (
            <Panel>
              <Loaded query={choices} lines={4}>
                {() => null}
              </Loaded>
            </Panel>
          )}
          {choices.data && <AddOns choices={choices.data} admin={user.role === "admin"} />}
        </div>
        <div className="a-stack">
          <CalendarFeed />
          <CalDav />
        </div>
      </div>
    </>
  );
}

interface PartProps {
  readonly choices: AgendaChoices;
  readonly admin: boolean;
}

function Booking({ choices, admin }: PartProps) {
  const t = useT(agendaTexts);
  const change = useChangeAgendaChoices();
  const { organisation } = useMember();
  const { booking, my_booking, booking_url } = choices;
  const tell = { onSuccess: () => announce(t("saved")) };
  return (
    <Panel
      title={t("bookingOnline")}
      badge={
        <StatusChip tone={booking ? "office" : "neutral"}>{t(booking ? "statusOn" : "statusOff")}</StatusChip>
      }
    >
      <div className="a-fields">
        <p className="a-quiet">{t("bookingText")}</p>
        <Switch
          label={t("bookingOffice")}
          description={admin ? undefined : t("bookingByAdmin")}
          checked={booking}
          disabled={!admin || change.isPending}
          onChange={(event) => {
            // The first time the page gets the office's own name as its address; below it can be another.
            const slug = choices.slug === "" ? slugOf(organisation.name) : "";
            const on = event.currentTarget.checked;
            change.mutate({ booking: on, ...(on && slug !== "" && { slug }) }, tell);
          }}
        />
        <Switch
          label={t("bookingMine")}
          checked={my_booking}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ my_booking: event.currentTarget.checked }, tell)}
        />
        <Switch
          label={t("holidaysClosed")}
          checked={choices.closed_on_holidays}
          disabled={!admin || change.isPending}
          onChange={(event) => change.mutate({ closed_on_holidays: event.currentTarget.checked }, tell)}
        />
        {booking && booking_url !== "" && (
          <div className="g-address">
            <span className="a-label">{t("bookingAddress")}</span>
            <code className="a-secret-box a-address">{booking_url}</code>
            <div className="a-buttons a-after">
              <CopyText text={booking_url} label={t("bookingAddress")} />
              <Button
                component="a"
                variant="default"
                href={booking_url}
                target="_blank"
                rel="noreferrer"
                leftSection={<IconExternalLink size={19} aria-hidden="true" />}
              >
                {t("bookingLook")}
              </Button>
            </div>
          </div>
        )}
        {admin && <SlugForm key={choices.slug} choices={choices} />}
        <p className="a-quiet">
          {t("bookingWhat")} <Link to="/adviser/settings/services">{t("services")}</Link>,{" "}
          <Link to="/adviser/settings/availability">{t("availability")}</Link>
        </p>
        <Problem error={change.error} />
      </div>
    </Panel>
  );
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{1,58}[a-z0-9])$/;

/** "Bureau de Café" becomes "bureau-de-cafe"; "" when nothing of the name can stand in an address. */
export function slugOf(name: string): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, "");
  return SLUG.test(slug) ? slug : "";
}

function SlugForm({ choices }: { readonly choices: AgendaChoices }) {
  const t = useT(agendaTexts);
  const adviser = useT(adviserTexts);
  const change = useChangeAgendaChoices();
  const fields = useFields({
    initial: { slug: choices.slug },
    check: ({ slug }) => (SLUG.test(slug) ? {} : { slug: t("slugWrong") }),
    onSubmit: ({ slug }) =>
      change.mutate(
        { slug },
        {
          onSuccess: () => announce(adviser("savedNow")),
          onError: (error) => fields.refuse(error, t("slugWrong")),
        },
      ),
  });
  const changed = fields.values.slug !== choices.slug;
  return (
    <form {...fields.form} className="g-slug">
      <TextInput
        {...fields.field("slug")}
        label={t("slug")}
        description={t("slugHint")}
        maxLength={60}
        spellCheck={false}
        autoCapitalize="none"
        onChange={(event) =>
          fields.set("slug", event.currentTarget.value.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-"))
        }
      />
      {changed && (
        <Button type="submit" loading={change.isPending}>
          {adviser("save")}
        </Button>
      )}
      {changed && choices.booking && <Notice kind="warning">{t("slugWarning")}</Notice>}
      <Problem error={change.error} />
    </form>
  );
}

function AddOns({ choices, admin }: PartProps) {
  const t = useT(agendaTexts);
  const change = useChangeAgendaChoices();
  const tell = { onSuccess: () => announce(t("saved")) };
  return (
    <Panel title={t("addOns")}>
      <div className="a-fields">
        {!admin && <p className="a-quiet">{t("addOnsByAdmin")}</p>}
        <Switch
          label={t("addOnReviews")}
          description={t("addOnReviewsText")}
          checked={choices.reviews}
          disabled={!admin || change.isPending}
          onChange={(event) => change.mutate({ reviews: event.currentTarget.checked }, tell)}
        />
        <Switch
          label={t("addOnSummaries")}
          description={t("addOnSummariesText")}
          checked={choices.summaries}
          disabled={!admin || change.isPending}
          onChange={(event) => change.mutate({ summaries: event.currentTarget.checked }, tell)}
        />
        <Problem error={change.error} />
      </div>
    </Panel>
  );
}
