/** @jsxImportSource preact */
/** A box with news: what happened in bold, then what to do. Twin of ui/Notice. */
import type { ComponentChildren } from "preact";
import { type ICONS, Icon } from "./Icon";

const DEFAULT_ICONS = {
  info: "alertCircle",
  success: "check",
  warning: "alertTriangle",
  danger: "alertCircle",
} as const;

interface NoteProps {
  readonly kind: keyof typeof DEFAULT_ICONS;
  readonly title: string;
  readonly icon?: keyof typeof ICONS;
  readonly id?: string;
  readonly className?: string;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Note({ kind, title, icon, id, className = "", actions, children }: NoteProps) {
  return (
    <div class={`s-notice ${className}`} data-kind={kind} id={id}>
      <Icon name={icon ?? DEFAULT_ICONS[kind]} className="s-notice-icon" />
      <div class="s-notice-body">
        <strong class="s-notice-title">{title} </strong>
        <span class="jp-note-text">{children}</span>
        {actions && <div class="s-notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
