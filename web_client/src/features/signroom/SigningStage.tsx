/** A document that is being signed: everybody follows the same page, and whoever signs here has the steps beside it. */
import { Button, Loader } from "@mantine/core";
import { IconPencil, IconSignature } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { signroomTexts } from "../../i18n/signroom";
import { useAct, useRoom, useRoomState, useUiState } from "../../room/context";
import { firstWord } from "../../room/people";
import { useWidth } from "../../room/useWidth";
import { mayTurnPage, type SharedFile, type Signing } from "../../state/session";
import { useT } from "../../ui";
import { SignDialog } from "../signing/SignDialog";
import { SigningDocument } from "../signing/SigningDocument";
import { Pointers, usePointing } from "../stage/Pointers";
import stage from "../stage/Stage.module.css";
import { usePdf } from "../stage/usePdf";
import { ZoomButtons } from "../stage/ZoomButtons";
import { DeclineDialog } from "./DeclineDialog";
import type { HereState } from "./here";
import { SigningStrip } from "./SigningStrip";
import classes from "./SignRoom.module.css";
import { WhoSigns } from "./WhoSigns";
import { shortSigner, signingNow } from "./words";

interface SigningStageProps {
  readonly signing: Signing;
  readonly file: SharedFile;
}

export function SigningStage({ signing, file }: SigningStageProps) {
  const { signing: room } = useRoom();
  const here = useSyncExternalStore(room.here.subscribe, room.here.getState);
  const narrow = useWidth() === "narrow";
  const [zoom, setZoom] = useState(1);
  const tools = <ZoomButtons zoom={zoom} onZoom={setZoom} />;
  const signsHere = here.flow !== null;
  return (
    <>
      <SigningStrip signing={signing} tools={!narrow && tools} />
      <div className={stage.content} data-document data-narrow={narrow || undefined}>
        <div className={classes.work} data-dialog={(signsHere && here.open && !narrow) || undefined}>
          <Document
            signing={signing}
            file={file}
            here={here}
            zoom={zoom}
            onZoom={setZoom}
            tools={narrow && tools}
          />
          {here.flow !== null && here.open ? (
            <Steps here={here} />
          ) : (
            <Beside signing={signing} here={here} narrow={narrow} />
          )}
        </div>
      </div>
      <DeclineDialog />
    </>
  );
}

interface DocumentProps extends SigningStageProps {
  readonly here: HereState;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  /** Over the page, where the strip has no room for them. */
  readonly tools: ReactNode;
}

function Document({ signing, file, here, zoom, onZoom, tools }: DocumentProps) {
  const t = useT(signroomTexts);
  const act = useAct();
  const { signing: room } = useRoom();
  const page = useRoomState((state) => state.session.document?.page ?? 1);
  const mayTurn = useRoomState((state) => mayTurnPage(state.session, state.selfId));
  const onPoint = usePointing();
  const pdf = usePdf(file.id);
  const ready = pdf.state === "ready" && here.view !== null;
  const own = here.signer?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next person at this screen sees it anew
  useEffect(() => {
    if (ready) room.here.seen();
  }, [ready, own, room]);
  if (pdf.state !== "ready") {
    return (
      <p className={stage.coming} role="status">
        {pdf.state === "loading" && <Loader size="sm" aria-hidden="true" />}
        {t(pdf.state === "failed" ? "documentFailed" : "starting")}
      </p>
    );
  }
  return (
    <div className={classes.document}>
      <SigningDocument
        pdf={pdf.value}
        name={signing.title}
        page={page}
        onPage={mayTurn ? (next) => void act({ type: "turn_page", page: next }) : undefined}
        fields={here.view?.fields ?? []}
        signers={here.view?.signers ?? []}
        inks={here.inks}
        flow={here.flow}
        now={own ?? signingNow(signing)[0]?.id ?? null}
        zoom={zoom}
        onZoom={onZoom}
        onPoint={onPoint}
        overlay={<Pointers />}
      />
      {tools && <div className={stage.tools}>{tools}</div>}
      {here.failed && (
        <p className={classes.trouble} role="status">
          {t("documentFailed")}
        </p>
      )}
    </div>
  );
}

function Steps({ here }: { readonly here: HereState }) {
  const act = useAct();
  const { signing: room, ui } = useRoom();
  const page = useRoomState((state) => state.session.document?.page ?? 1);
  if (here.flow === null) return null;
  return (
    <SignDialog
      key={here.signer?.id}
      flow={here.flow}
      place="stage"
      onClose={room.here.pause}
      onDecline={() => ui.open({ name: "decline" })}
      onShow={(field) => {
        if (field.page !== page) void act({ type: "turn_page", page: field.page });
      }}
    />
  );
}

interface BesideProps {
  readonly signing: Signing;
  readonly here: HereState;
  readonly narrow: boolean;
}

/** Who signs, and for who signs here the way in. */
function Beside({ signing, here, narrow }: BesideProps) {
  const t = useT(signroomTexts);
  const { signing: room } = useRoom();
  const panel = useUiState((state) => state.panel);
  const begun = useBegun(here);
  const way = here.flow !== null && here.signer !== null && (
    <div className={classes.way}>
      {!begun && <p>{t("beginHint", { name: firstWord(here.signer.name) })}</p>}
      <Button
        size="lg"
        fullWidth
        leftSection={begun ? <IconPencil size={20} /> : <IconSignature size={20} />}
        onClick={room.here.begin}
      >
        {t(begun ? "goOnSigning" : "begin")}
      </Button>
    </div>
  );
  if (!narrow) {
    return (
      <aside className={classes.aside}>
        {way}
        <WhoSigns signing={signing} />
      </aside>
    );
  }
  // A phone has room for one of the two: a panel lies over it as well.
  if (panel !== null) return null;
  return (
    <div className={classes.below}>
      {way}
      <details className={classes.fold}>
        <summary>
          {t("showWho", {
            done: signing.signers.filter(({ status }) => status === "signed").length,
            total: signing.signers.length,
          })}
          <span className={classes.foldNow}>
            {signingNow(signing)
              .map((one) => shortSigner(signing, one))
              .join(", ")}
          </span>
        </summary>
        <WhoSigns signing={signing} bare />
      </details>
    </div>
  );
}

/** Whether the signer here has been in the steps before. */
function useBegun(here: HereState): boolean {
  const { flow, signer } = here;
  const [begun, setBegun] = useState<string | null>(null);
  useEffect(() => {
    if (flow !== null && here.open) setBegun(signer?.id ?? null);
  }, [flow, here.open, signer]);
  const step = flow?.getState().step ?? "details";
  return step !== "details" || (begun !== null && begun === signer?.id);
}
