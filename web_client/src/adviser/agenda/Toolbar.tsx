/** Above the calendar: which stretch, on and back, how it is drawn, whose, and a new appointment. */
import { ActionIcon, Button } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconList, IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";
import { agendaTexts } from "../../i18n/agenda";
import { useT } from "../../ui";
import type { Scope } from "../api/agenda";
import { isoDay, sameDay, stepped, VIEWS, type View, weekNumber } from "./dates";
import { Segments } from "./Segments";

const WORDS = {
  day: "viewDay",
  week: "viewWeek",
  month: "viewMonth",
  list: "viewList",
  services: "viewServices",
} as const;

interface ToolbarProps {
  readonly label: string;
  readonly view: View;
  readonly date: Date;
  readonly scope: Scope;
  readonly admin: boolean;
  readonly onChange: (values: Readonly<Record<string, string | undefined>>) => void;
  readonly onNew: () => void;
}

export function Toolbar({ label, view, date, scope, admin, onChange, onNew }: ToolbarProps) {
  const t = useT(agendaTexts);
  const go = (to: Date) => onChange({ date: sameDay(to, new Date()) ? undefined : isoDay(to) });
  return (
    <header className="g-toolbar">
      <div className="g-toolbar-line">
        <h1 tabIndex={-1} aria-live="polite">
          {label}
          {(view === "week" || view === "services") && (
            <small>{t("weekNumber", { number: String(weekNumber(date)) })}</small>
          )}
        </h1>
        <div className="g-toolbar-go">
          <ActionIcon aria-label={t("previous")} onClick={() => go(stepped(view, date, -1))}>
            <IconChevronLeft size={22} />
          </ActionIcon>
          <Button variant="default" onClick={() => go(new Date())}>
            {t("today")}
          </Button>
          <ActionIcon aria-label={t("next")} onClick={() => go(stepped(view, date, 1))}>
            <IconChevronRight size={22} />
          </ActionIcon>
          <Button className="g-toolbar-new" aria-label={t("newAppointment")} onClick={onNew}>
            <IconPlus size={20} aria-hidden="true" />
            <span className="g-wide">{t("newAppointment")}</span>
          </Button>
        </div>
      </div>
      <div className="g-toolbar-line">
        <Segments
          label={t("viewLabel")}
          value={view}
          options={VIEWS.map((each) => ({ value: each, words: t(WORDS[each]) }))}
          onChange={(chosen) => onChange({ view: chosen })}
        />
        <div className="g-toolbar-whose">
          <Link className="g-quiet-link" to="/adviser/appointments">
            <IconList size={18} aria-hidden="true" />
            {t("allAppointments")}
          </Link>
          {admin && (
            <Segments
              label={t("whose")}
              value={scope}
              options={[
                { value: "mine", words: t("mine") },
                { value: "all", words: t("everyone") },
              ]}
              onChange={(chosen) => onChange({ scope: chosen === "all" ? "all" : undefined })}
            />
          )}
        </div>
      </div>
    </header>
  );
}
