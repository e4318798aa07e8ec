/** Who is who, in the few words that fit: first names, and full names where two would be the same. */
import { inside, isChair, type Participant, type Session } from "../state/session";

const TITLES = /^(dhr|mevr|mw|mr|mrs|ms|dr|drs|ir|prof|m|mme)\.?$/i;

/** "Jan" for "Dhr. Jan Vermeulen". */
export function firstWord(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words.find((word) => !TITLES.test(word)) ?? words[0] ?? "";
  // "J. Vermeulen": an initial alone says nothing.
  return /^\p{L}\.?$/u.test(first) ? name.trim() : first;
}

/** "Marieke" for "Marieke de Boer", unless somebody else here is called Marieke too. */
export function shortName(session: Session, participantId: string): string {
  const person = session.participants[participantId];
  if (person === undefined) return "";
  const short = firstWord(person.name);
  const twice = inside(session).some((other) => other.id !== person.id && firstWord(other.name) === short);
  return twice ? person.name : short;
}

export function others(session: Session, selfId: string): Participant[] {
  return inside(session).filter((person) => person.id !== selfId);
}

export function clients(session: Session): Participant[] {
  return inside(session).filter((person) => person.role === "client");
}

export function waiting(session: Session): Participant[] {
  return Object.values(session.participants).filter((person) => person.status === "waiting");
}

/** The adviser a client thinks of: the host, else a co-host, else any colleague. */
export function adviserOf(session: Session): Participant | undefined {
  const all = inside(session);
  return (
    all.find((person) => person.role === "host") ??
    all.find((person) => isChair(session, person.id)) ??
    all.find((person) => person.role === "colleague") ??
    Object.values(session.participants).find((person) => person.role === "host")
  );
}

/** Advisers first, then in the order in which people came. */
export function inOrder(session: Session): Participant[] {
  const rank = { host: 0, cohost: 1, colleague: 2, client: 3 } as const;
  return inside(session).sort((a, b) => rank[a.role] - rank[b.role] || a.entered_seq - b.entered_seq);
}

export function ofOffice(person: Participant | undefined): boolean {
  return person !== undefined && person.role !== "client";
}
