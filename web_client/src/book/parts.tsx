/** @jsxImportSource preact */
/** What both pages draw: the frame, facts, refusals, the picture of how people meet. */

import office from "@tabler/icons/outline/building.svg?raw";
import calendar from "@tabler/icons/outline/calendar-event.svg?raw";
import plus from "@tabler/icons/outline/calendar-plus.svg?raw";
import left from "@tabler/icons/outline/chevron-left.svg?raw";
import right from "@tabler/icons/outline/chevron-right.svg?raw";
import home from "@tabler/icons/outline/home.svg?raw";
import phone from "@tabler/icons/outline/phone.svg?raw";
import star from "@tabler/icons/outline/star.svg?raw";
import video from "@tabler/icons/outline/video.svg?raw";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { bookTexts } from "../i18n/book";
import { refusal } from "../i18n/common";
import { useLanguage, useT } from "../i18n/preact";
import { Svg } from "../join/Icon";
import { Note } from "../join/Note";
import { type Appointment, type Kind, Refusal } from "./api";
import { clockOf, longDay, placeOf, sameClock, zoneFor } from "./when";

const ICONS = { calendar, plus, left, right, star, video, office, phone, visit: home } as const;

export function BookIcon({ name }: { readonly name: keyof typeof ICONS }) {
  return <Svg svg={ICONS[name]} />;
}

const KINDS = {
  video: "kindVideo",
  office: "kindOffice",
  phone: "kindPhone",
  visit: "kindVisit",
} as const;

export function useKind(): (kind: Kind) => string {
  const t = useT(bookTexts);
  return (kind) => t(KINDS[kind]);
}

export function useLength(): (minutes: number) => string {
  const t = useT(bookTexts);
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    if (hours === 0) return t("minutes", { count: minutes });
    if (minutes % 60 === 0) return t("hours", { count: hours });
    return t("hoursMinutes", { hours, minutes: minutes % 60 });
  };
}

/** The sentence of a refusal, or of whatever else went wrong. */
export function useSentence(): (error: unknown) => string {
  const language = useLanguage();
  return (error) => refusal(language, error instanceof Refusal ? error.code : "internal", bookTexts);
}

export function Problem({ error }: { readonly error: unknown }) {
  const sentence = useSentence();
  // An empty region first, so that screen readers hear what appears in it.
  return <div role="alert">{error ? <Note kind="danger" title={sentence(error)} /> : null}</div>;
}

interface CardProps {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly icon?: keyof typeof ICONS;
  /** Takes the focus when it appears, so that a screen reader begins there. */
  readonly focus?: boolean;
  readonly children?: ComponentChildren;
}

export function Card({ title, lead, icon, focus, children }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  return (
    <section class="bk-card" aria-labelledby="bk-title">
      {icon && (
        <span class="bk-badge">
          <BookIcon name={icon} />
        </span>
      )}
      <h1 id="bk-title" class="bk-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead && <p class="bk-lead">{lead}</p>}
      {children}
    </section>
  );
}

export function Facts({ rows }: { readonly rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="bk-facts">
      {rows
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly error?: string | undefined;
  readonly children: (attributes: {
    id: string;
    "aria-describedby": string;
    "aria-invalid": boolean;
  }) => ComponentChildren;
}

export function Field({ id, label, hint, optional, error, children }: FieldProps) {
  const t = useT(bookTexts);
  return (
    <div class="bk-field">
      <label class="jp-field-label" for={id}>
        {label} {optional && <span class="bk-optional">({t("optional")})</span>}
      </label>
      {children({ id, "aria-describedby": `${id}-hint`, "aria-invalid": error !== undefined })}
      <p class={error ? "jp-field-error" : "bk-hint"} id={`${id}-hint`}>
        {error ?? hint}
      </p>
    </div>
  );
}

/** Day and time on the right clock, and the line that names it when it is not the one that people expect. */
export function useMoment(view: Appointment) {
  const t = useT(bookTexts);
  const language = useLanguage();
  const zone = zoneFor(view.kind, view.zone);
  return {
    zone,
    day: (moment: string) => longDay(language, moment, view.all_day ? view.zone : zone),
    time: (moment: string) => (view.all_day ? t("allDay") : clockOf(language, moment, zone)),
    note: (moment: string) =>
      sameClock(zone, view.zone, new Date(moment))
        ? ""
        : t("zoneNote", {
            here: placeOf(zone),
            there: placeOf(view.zone),
          }),
  };
}
