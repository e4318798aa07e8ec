/** The places of the desk, in their order: at the left when wide, the first four below on a telephone. */
import {
  IconCalendar,
  IconCalendarStats,
  IconFiles,
  IconLayoutDashboard,
  IconMessages,
  IconSignature,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export type PlaceIcon = ComponentType<{ size?: number; stroke?: number; "aria-hidden"?: "true" }>;

export interface PlaceOfDesk {
  readonly to: string;
  readonly icon: PlaceIcon;
  readonly words: "dashboard" | "agenda" | "clients" | "documents" | "appointments" | "signing" | "sessions";
}

export const PLACES: readonly PlaceOfDesk[] = [
  { to: "/adviser", icon: IconLayoutDashboard, words: "dashboard" },
  { to: "/adviser/agenda", icon: IconCalendar, words: "agenda" },
  { to: "/adviser/clients", icon: IconUsers, words: "clients" },
  { to: "/adviser/documents", icon: IconFiles, words: "documents" },
  { to: "/adviser/appointments", icon: IconCalendarStats, words: "appointments" },
  { to: "/adviser/signing", icon: IconSignature, words: "signing" },
  { to: "/adviser/sessions", icon: IconMessages, words: "sessions" },
];

/** So many have a button of their own on a telephone; the others are under "More". */
export const ON_A_PHONE = 4;
