/** News that stays where it matters: a coloured box with an icon, what happened in bold, then what to do. */
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";

export type NoticeKind = "info" | "success" | "warning" | "danger";

const ICONS = {
  info: IconInfoCircle,
  success: IconCircleCheck,
  warning: IconAlertTriangle,
  danger: IconAlertCircle,
} as const;

interface NoticeProps {
  readonly kind: NoticeKind;
  /** What happened, one short sentence. */
  readonly title?: ReactNode;
  /** Another icon, where it tells more. */
  readonly icon?: ReactNode;
  /** Buttons under the text. */
  readonly actions?: ReactNode;
  /** Told to screen readers when it appears: at once for "danger", else when they pause. */
  readonly live?: boolean;
  readonly children?: ReactNode;
}

export function Notice({ kind, title, icon, actions, live = false, children }: NoticeProps) {
  const Icon = ICONS[kind];
  const role = live ? (kind === "danger" ? "alert" : "status") : undefined;
  return (
    <div className="s-notice" data-kind={kind} role={role}>
      <span className="s-notice-icon" aria-hidden="true">
        {icon ?? <Icon size={24} stroke={1.8} />}
      </span>
      <div className="s-notice-body">
        {title && <strong className="s-notice-title">{title} </strong>}
        {children}
        {actions && <div className="s-notice-actions">{actions}</div>}
      </div>
    </div>
  );
}
