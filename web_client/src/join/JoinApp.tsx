/** @jsxImportSource preact */
/** The way in: the code, the check of camera and connection, then the room in the same page. */
import type { ComponentType } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { offerOfficeLanguage } from "../i18n/language";
import { useT } from "../i18n/preact";
import { loadTicket } from "../protocol/tickets";
import { codeDigits, parseCode } from "../ui/code";
import { applyOfficeColour } from "../ui/colour";
import { findMeeting, getOffice, type Meeting, type Office, ticketLives } from "./api";
import type { CheckPageProps } from "./CheckPage";
import { CodePage } from "./CodePage";
import { type Handover, openRoom, prefetchRoom, visitedSession } from "./handover";
import { Shell } from "./Shell";
import { type Trouble, troubleOf } from "./trouble";

const NO_OFFICE: Office = { name: "Samen", colour: null, logo_url: null, phone: null, language: "nl" };

// In a chunk of its own: camera, sound and connection test are not needed to type a code.
const loadCheckPage = () => import("./CheckPage");

interface Found {
  readonly code: string;
  readonly meeting: Meeting;
  readonly Page: ComponentType<CheckPageProps>;
}

/** The code in the address: `/{code}`, or `/?code=` from a form on a website without scripts. */
export function codeOfAddress(address: URL): string {
  const asked = address.searchParams.get("code");
  if (asked !== null) return codeDigits(asked);
  try {
    return codeDigits(decodeURIComponent(address.pathname).replaceAll("/", " "));
  } catch {
    return "";
  }
}

function addressOf(code: string): string {
  const address = new URL(window.location.href);
  address.searchParams.delete("code");
  address.pathname = `/${code}`;
  return `${address.pathname}${address.search}`;
}

export function JoinApp({ root }: { readonly root: HTMLElement }) {
  const t = useT(joinTexts);
  const [office, setOffice] = useState<Office>(NO_OFFICE);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [back, setBack] = useState<Handover | null>(null);
  const [start] = useState(() => codeOfAddress(new URL(window.location.href)));
  // Only the newest question counts: somebody may go back and type another code meanwhile.
  const asked = useRef(0);

  const showOffice = useCallback((next: Office) => {
    setOffice(next);
    applyOfficeColour(next.colour);
    offerOfficeLanguage(next.language);
  }, []);

  const look = useCallback(
    async (code: string, push: boolean) => {
      asked.current += 1;
      const question = asked.current;
      setBusy(true);
      setTrouble(null);
      try {
        const [meeting, { CheckPage }] = await Promise.all([findMeeting(code), loadCheckPage()]);
        if (question !== asked.current) return;
        if (push) window.history.pushState(null, "", addressOf(code));
        showOffice(meeting.office);
        setFound({ code, meeting, Page: CheckPage });
        window.scrollTo(0, 0);
      } catch (error) {
        if (question === asked.current) setTrouble(troubleOf(error));
      } finally {
        if (question === asked.current) setBusy(false);
      }
    },
    [showOffice],
  );

  useEffect(() => {
    // Without an office the page is Samen's own; nothing else depends on it.
    getOffice().then(showOffice, () => undefined);
    const code = parseCode(start);
    if (code === undefined) {
      if (start !== "") setTrouble({ kind: "incomplete", count: start.length });
      return;
    }
    window.history.replaceState(null, "", addressOf(code));
    prefetchRoom();
    void earlierVisit(code).then((visit) => (visit ? setBack(visit) : look(code, false)));
  }, [start, look, showOffice]);

  useEffect(() => {
    const onBack = () => {
      asked.current += 1;
      setBusy(false);
      setFound(null);
      const code = parseCode(codeOfAddress(new URL(window.location.href)));
      if (code !== undefined) void look(code, false);
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, [look]);

  useEffect(() => {
    document.title = `${found ? t("checkTitleShort") : t("pageTitle")} · ${office.name}`;
  }, [found, office.name, t]);

  const giveUp = (reason: Trouble) => {
    setFound(null);
    setTrouble(reason);
  };

  const goBackIn = () => {
    if (!back) return;
    setBusy(true);
    openRoom(root, back).catch((error: unknown) => {
      setBusy(false);
      setTrouble(troubleOf(error));
    });
  };

  return (
    <Shell office={office} backdrop={found ? "check" : "join"}>
      {found ? (
        <found.Page code={found.code} meeting={found.meeting} root={root} onTrouble={giveUp} />
      ) : (
        <CodePage
          initialCode={start}
          busy={busy}
          trouble={trouble}
          onReturn={back ? goBackIn : null}
          onTrouble={setTrouble}
          onCode={(code) => void look(code, true)}
          onTyping={() => void loadCheckPage().catch(() => undefined)}
        />
      )}
    </Shell>
  );
}

/** What this tab needs to go straight back, if its ticket still opens the session. */
async function earlierVisit(code: string): Promise<Handover | null> {
  const sessionId = visitedSession(code);
  const ticket = sessionId === null ? null : loadTicket(sessionId);
  if (sessionId === null || ticket === null) return null;
  return (await ticketLives(ticket)) ? { sessionId, ticket } : null;
}
