/** The ticket that opens a session, kept for as long as the tab lives, so that a reload is the same participant. */

const key = (sessionId: string) => `samen.ticket.${sessionId}`;

export function loadTicket(sessionId: string): string | null {
  try {
    return sessionStorage.getItem(key(sessionId));
  } catch {
    // Storage may be switched off altogether; then a reload has to come in by the door again.
    return null;
  }
}

export function saveTicket(sessionId: string, ticket: string): void {
  try {
    sessionStorage.setItem(key(sessionId), ticket);
  } catch {
    // As above.
  }
}

export function forgetTicket(sessionId: string): void {
  try {
    sessionStorage.removeItem(key(sessionId));
  } catch {
    // As above.
  }
}

/** A ticket is `<participant_id>.<secret>`. */
export function participantOf(ticket: string): string {
  return ticket.slice(0, ticket.indexOf("."));
}
