/**
 * Signing to look at without a server: `npm run dev`, then /dev/signing.html?story=NAME&lang=nl&scheme=dark&office=%23aa0000.
 * Not part of the build.
 */
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { startLanguage } from "../../../i18n";
import { SignApp } from "../../../sign/SignApp";
import { Visit } from "../../../sign/visit";
import { ClientPage, SamenProvider, startPreferences } from "../../../ui";
import { ReportView } from "../../../verify/ReportView";
import { VerifyApp } from "../../../verify/VerifyApp";
import { openPdf, type PDFDocumentProxy } from "../../stage/pdf";
import { FieldPlacer } from "../FieldPlacer";
import { SigningFlow } from "../flow";
import { PeopleForm } from "../PeopleForm";
import { newSigner } from "../people";
import { newField } from "../placing";
import { SignDialog } from "../SignDialog";
import { SigningDocument } from "../SigningDocument";
import type { DraftSigner, Field, LinkView, Order, Report, SigningView } from "../types";
import { useInks } from "../usePicture";
import {
  ELS,
  JAN,
  linkOf,
  MARIEKE,
  MORE_FIELDS,
  RehearsedLink,
  RehearsedSigning,
  reportOf,
  scribble,
  viewOf,
} from "./cast";
import { contract } from "./contract";

const query = new URLSearchParams(window.location.search);
const office = query.get("office");

function usePdf(): PDFDocumentProxy | null {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  useEffect(() => {
    void openPdf(contract()).then(setPdf);
  }, []);
  return pdf;
}

/** As it stands on the stage of a room. */
function Stage({ flow, port }: { readonly flow: SigningFlow; readonly port: RehearsedSigning }) {
  const pdf = usePdf();
  const [page, setPage] = useState(3);
  const { view } = flow.getState();
  const inks = useInks(port, view.fields);
  return (
    <div
      style={{
        position: "relative",
        display: "flex",
        height: "calc(100dvh - 2rem)",
        margin: "1rem",
        background: "var(--s-sunken)",
        borderRadius: "1rem",
        overflow: "hidden",
      }}
    >
      {pdf && (
        <SigningDocument
          pdf={pdf}
          name={view.title}
          page={page}
          onPage={setPage}
          fields={view.fields}
          signers={view.signers}
          flow={flow}
          inks={inks}
          beside
        />
      )}
      <SignDialog flow={flow} onClose={() => undefined} onShow={(field) => setPage(field.page)} />
    </div>
  );
}

type Prepare = (flow: SigningFlow, port: RehearsedSigning) => void;

function stage(prepare: Prepare = () => undefined, changes: Partial<SigningView> = {}): ReactNode {
  const view = viewOf(changes);
  const port = new RehearsedSigning(view);
  const flow = new SigningFlow({ api: port, view });
  prepare(flow, port);
  return <Stage flow={flow} port={port} />;
}

const drawn: Prepare = (flow) => {
  flow.confirmDetails();
  flow.setMark("signature", { ...flow.getState().signature, strokes: scribble() });
};

const inserted: Prepare = (flow, port) => {
  drawn(flow, port);
  flow.setMark("initials", { ...flow.getState().initials, strokes: scribble().slice(0, 1) });
  flow.setConsent(true);
  flow.insert();
};

function sign(
  link: Partial<LinkView>,
  view: Partial<SigningView> = {},
  prepare: (link: RehearsedLink, visit: Visit) => void | Promise<void> = () => undefined,
): ReactNode {
  window.sessionStorage.clear();
  const rehearsed = new RehearsedLink(linkOf(link), new RehearsedSigning(viewOf(view)));
  const visit = new Visit({ token: "t", link: rehearsed });
  void visit.start().then(() => prepare(rehearsed, visit));
  return <SignApp visit={visit} />;
}

const open = { state: "open", code: false } as const;

function report(changes: Partial<Report>): ReactNode {
  return (
    <ClientPage office={{ name: "Samen" }} backdrop="end">
      <div className="vf-page">
        <ReportView
          report={reportOf(changes)}
          name="Opdracht tot dienstverlening signed.pdf"
          onAnother={() => undefined}
        />
      </div>
    </ClientPage>
  );
}

function people(): DraftSigner[] {
  const first = newSigner([], { name: "Marieke de Boer", email: "marieke@lindelaan.example" });
  const second = newSigner([first], { name: "Jan Vermeulen", email: "post@vermeulen" });
  return [
    first,
    second,
    newSigner([first, second], { name: "Els Vermeulen-Smit", email: "post@vermeulen.example" }),
  ];
}

function Placing() {
  const pdf = usePdf();
  const signers = useMemo(people, []);
  const size = { width: 595, height: 842 };
  const [page, setPage] = useState(3);
  const [active, setActive] = useState(signers[1]?.id ?? "");
  const [fields, setFields] = useState<readonly Field[]>(() =>
    signers
      .slice(0, 2)
      .map(({ id }, index) => newField("signature", id, 3, size, { x: 0.27, y: 0.45 + index * 0.1 })),
  );
  if (!pdf) return null;
  return (
    <div style={{ height: "calc(100dvh - 2rem)", margin: "1rem" }}>
      <FieldPlacer
        pdf={pdf}
        name="Opdracht tot dienstverlening"
        page={page}
        onPage={setPage}
        signers={signers}
        fields={fields}
        onChange={setFields}
        active={active}
        onActive={setActive}
      />
    </div>
  );
}

function Who() {
  const [signers, setSigners] = useState<readonly DraftSigner[]>(people);
  const [order, setOrder] = useState<Order>("sequential");
  return (
    <div style={{ maxWidth: "46rem", margin: "2rem auto", padding: "0 1rem" }}>
      <PeopleForm
        signers={signers}
        onChange={setSigners}
        order={order}
        onOrder={setOrder}
        strict
        screens={[
          { id: "jan", name: "Jan Vermeulen" },
          { id: "marieke", name: "Marieke de Boer" },
        ]}
      />
    </div>
  );
}

const closed = (state: LinkView["state"]) => () => sign({ state });
const all = [MARIEKE, { ...JAN, status: "signed", turn: false, signed_at: MARIEKE.signed_at }] as const;

const STORIES: Readonly<Record<string, () => ReactNode>> = {
  details: () => stage(),
  detailsEmpty: () =>
    stage((flow) => {
      flow.setName("");
      flow.confirmDetails();
    }),
  pad: () => stage((flow) => void flow.confirmDetails()),
  drawn: () => stage(drawn),
  blank: () =>
    stage((flow) => {
      flow.confirmDetails();
      flow.insert();
    }),
  typed: () =>
    stage((flow) => {
      flow.confirmDetails();
      flow.setMark("signature", { ...flow.getState().signature, how: "typed", typed: "Jan Vermeulen" });
    }),
  uploaded: () =>
    stage((flow) => {
      flow.confirmDetails();
      flow.setMark("signature", { ...flow.getState().signature, how: "uploaded" });
    }),
  initials: () => stage(drawn, { fields: MORE_FIELDS }),
  review: () => stage(inserted),
  reviewFields: () => stage(inserted, { fields: MORE_FIELDS }),
  reviewMissing: () =>
    stage(
      (flow, port) => {
        inserted(flow, port);
        void flow.finish();
      },
      { fields: MORE_FIELDS },
    ),
  lost: () =>
    stage((flow, port) => {
      port.refusals.set(
        "sign",
        Array.from({ length: 99 }, () => "unreachable"),
      );
      inserted(flow, port);
      void flow.finish();
    }),
  refused: () =>
    stage((flow, port) => {
      port.refusals.set("sign", ["envelope_closed"]);
      inserted(flow, port);
      void flow.finish();
    }),
  signed: () =>
    stage((flow, port) => {
      inserted(flow, port);
      void flow.finish();
    }),
  place: () => <Placing />,
  people: () => <Who />,
  door: () => sign({}),
  doorSent: () => sign({}, {}, (_link, visit) => void visit.sendCode()),
  doorWrong: () =>
    sign({}, {}, async (link, visit) => {
      link.refusals.set("open", ["code_wrong"]);
      await visit.sendCode();
      await visit.open("123456");
    }),
  doorTooMany: () =>
    sign({}, {}, async (link, visit) => {
      link.refusals.set("sendCode", ["too_many_attempts"]);
      await visit.sendCode();
    }),
  link: () => sign(open, { fields: MORE_FIELDS }),
  linkWaiting: () => sign({ state: "waiting" }),
  linkSigned: () => sign(open, { signers: [MARIEKE, { ...JAN, ...all[1] }, { ...ELS, turn: true }] }),
  linkHere: () => sign({ ...open, kind: "here" }, { signers: all }),
  linkCompleted: () =>
    sign(
      { state: "completed", code: false },
      { status: "completed", signers: all, files: { signed: true, log: true } },
    ),
  linkDeclined: closed("declined"),
  linkVoided: closed("voided"),
  linkExpired: closed("expired"),
  linkUnknown: () => {
    window.sessionStorage.clear();
    const link = new RehearsedLink(linkOf(), new RehearsedSigning());
    link.refusals.set("state", ["link_unknown"]);
    const visit = new Visit({ token: "t", link });
    void visit.start();
    return <SignApp visit={visit} />;
  },
  linkOffline: () => {
    const link = new RehearsedLink(linkOf(), new RehearsedSigning());
    link.refusals.set("state", ["unreachable"]);
    const visit = new Visit({ token: "t", link });
    void visit.start();
    return <SignApp visit={visit} />;
  },
  linkDelegated: () =>
    sign(open, {}, (_link, visit) => visit.delegate("Els Vermeulen-Smit", "els@vermeulen.example")),
  verify: () => <VerifyApp />,
  reportIntact: () => report({}),
  reportOwnClock: () =>
    report({
      archive: { at: "2026-11-23T10:02:00Z", by: "Lindelaan Advies", own_clock: true },
      signatures: reportOf().signatures.map((one) => ({ ...one, time: "own_clock" as const })),
    }),
  reportChanged: () =>
    report({
      verdict: "changed",
      signatures: reportOf().signatures.map((one) => ({
        ...one,
        after: "changed" as const,
        problem: "content_changed",
      })),
      archive: null,
      level: "B-B",
      problems: ["content_changed", "bytes_unexplained"],
    }),
  reportUnknown: () =>
    report({
      verdict: "unknown_signer",
      ours: false,
      archive: null,
      signatures: reportOf().signatures.map((one) => ({
        ...one,
        trusted: false,
        time: "claimed" as const,
        problem: "issuer_unknown",
      })),
      problems: ["issuer_unknown"],
    }),
  reportNotSigned: () =>
    report({
      verdict: "not_signed",
      signatures: [],
      archive: null,
      level: "",
      problems: ["signature_removed"],
    }),
  reportUnreadable: () =>
    report({
      verdict: "unreadable",
      signatures: [],
      archive: null,
      level: "",
      pages: 0,
      problems: ["encrypted"],
    }),
};

const FULL_PAGES = /^(door|link)/;

const scheme = query.get("scheme");
if (scheme) window.localStorage.setItem("samen.appearance", scheme);
startPreferences();
startLanguage();

const name = query.get("story") ?? "";
const story = STORIES[name];
const root = createRoot(document.getElementById("root") as HTMLElement);
if (!story)
  root.render(
    <ul>
      {Object.keys(STORIES).map((each) => (
        <li key={each}>
          <a href={`?story=${each}`}>{each}</a>
        </li>
      ))}
    </ul>,
  );
else if (FULL_PAGES.test(name)) root.render(story());
else root.render(<SamenProvider officeColour={office}>{story()}</SamenProvider>);
