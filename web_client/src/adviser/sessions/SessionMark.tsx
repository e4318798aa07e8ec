/** The mark of a session: the client's initials, or that nobody came. */
import { IconUserOff } from "@tabler/icons-react";
import { Avatar } from "../../ui";
import type { SessionItem } from "../api/sessions";

interface SessionMarkProps {
  readonly session: SessionItem;
  readonly name: string;
  readonly size: number;
}

export function SessionMark({ session, name, size }: SessionMarkProps) {
  if (session.people.some(({ role }) => role !== "host")) {
    return (
      <Avatar name={name} size={size} {...(session.ended_at === null ? { of: "client" as const } : {})} />
    );
  }
  return (
    <span
      className="a-nobody"
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }}
      aria-hidden="true"
    >
      <IconUserOff size={size / 2} stroke={1.7} />
    </span>
  );
}
