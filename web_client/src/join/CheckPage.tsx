/** @jsxImportSource preact */
/** Before going in: one's name, camera, microphone, speaker and connection. Everything but the name may be skipped. */
import "./check.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { getLanguage } from "../i18n/language";
import { useLanguage, useT } from "../i18n/preact";
import { translator } from "../i18n/texts";
import { announce } from "../ui/announce";
import { enterMeeting, findMeeting, type Meeting } from "./api";
import { CheckIcon } from "./CheckIcons";
import { Checks, ConnectionAdvice, useConnection } from "./Checks";
import { Devices } from "./Devices";
import { loadRoom, openRoom, rememberVisit } from "./handover";
import { Icon } from "./Icon";
import { BackgroundTile, CameraTile, MicrophoneTile, Mirror } from "./Mirror";
import { Note } from "./Note";
import { Obstacle } from "./Obstacle";
import { closeSound } from "./sound";
import { type Trouble, troubleOf, troubleWords } from "./trouble";
import { useBackground } from "./useBackground";
import { usePreview } from "./usePreview";

const NAME_KEY = "samen.name";
const NAME_LENGTH = 60;
const LOOK_AGAIN_MS = 15_000;

export interface CheckPageProps {
  readonly code: string;
  readonly meeting: Meeting;
  readonly root: HTMLElement;
  /** The code does not open anything any more: back to the code, with the reason. */
  readonly onTrouble: (trouble: Trouble) => void;
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

function rememberedName(): string {
  try {
    return window.localStorage.getItem(NAME_KEY) ?? "";
  } catch {
    return "";
  }
}

function rememberName(name: string): void {
  try {
    // On this device only: an account there is none.
    window.localStorage.setItem(NAME_KEY, name);
  } catch {
    // Storage may be switched off; then the name is typed again next time.
  }
}

/** Looks now and then whether the adviser has come, as long as nobody is there. */
function useAdviser(code: string, meeting: Meeting): Meeting["adviser"] {
  const [adviser, setAdviser] = useState(meeting.adviser);
  useEffect(() => {
    if (adviser.present) return undefined;
    const timer = window.setInterval(() => {
      findMeeting(code).then(
        (now) => setAdviser(now.adviser),
        // Going in will tell what is wrong; waiting in silence is no reason to alarm anybody.
        () => undefined,
      );
    }, LOOK_AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [code, adviser.present]);
  return adviser;
}

export function CheckPage({ code, meeting, root, onTrouble }: CheckPageProps) {
  const t = useT(joinTexts);
  const language = useLanguage();
  const adviser = useAdviser(code, meeting);
  const [preview, state] = usePreview();
  const background = useBackground(preview.track("camera"));
  const connection = useConnection(code, meeting.ice_servers, preview, state);
  const [name, setName] = useState(rememberedName);
  const [nameMissing, setNameMissing] = useState(false);
  const [speakerId, setSpeakerId] = useState("");
  const [going, setGoing] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const keyboard = window.matchMedia("(pointer: fine)").matches;
    if (keyboard && rememberedName() === "") field.current?.focus();
    else heading.current?.focus();
    announce(translator(joinTexts, getLanguage())("checkTitle"));
  }, []);

  const goIn = async () => {
    const given = name.trim();
    setNameMissing(given === "");
    if (given === "") {
      field.current?.focus();
      return;
    }
    if (going) return;
    setGoing(true);
    setTrouble(null);
    rememberName(given);
    try {
      // First the room's code (fetched long ago), so that nobody is admitted who then cannot get in.
      await loadRoom();
      const admission = await enterMeeting(code, given, language);
      rememberVisit(code, admission.session_id);
      const { microphoneId, cameraId } = state;
      const backgroundBlur = background.state === "blurred" || background.state === "loading";
      preview.letGo();
      await closeSound();
      await openRoom(root, {
        sessionId: admission.session_id,
        ticket: admission.ticket,
        name: given,
        stream: preview.stream,
        devices: { microphoneId, cameraId, speakerId, backgroundBlur },
      });
    } catch (error) {
      setGoing(false);
      const reason = troubleOf(error);
      const over = reason.kind === "refused" && ["code_unknown", "session_ended"].includes(reason.code);
      if (over) onTrouble(reason);
      else setTrouble(reason);
    }
  };

  const words = trouble && troubleWords(t, trouble);
  // Without a picture there is room for advice in its place.
  const blind = state.obstacle !== null && state.camera !== "on";
  return (
    <form
      class="ck"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void goIn();
      }}
    >
      <div class="ck-card" />
      <div class="ck-head">
        <p class="ck-adviser" data-here={adviser.present || undefined} role="status">
          <span class="jp-dot" aria-hidden="true" />
          {adviser.present ? (
            <>
              <span class="jp-wide">{t("adviserHere", { name: adviser.name })}</span>
              <span class="jp-narrow">{t("adviserHere", { name: firstName(adviser.name) })}</span>
            </>
          ) : (
            t("adviserAway")
          )}
        </p>
        <h1 ref={heading} class="ck-title" tabIndex={-1}>
          <span class="jp-wide">{t("checkTitle")}</span>
          <span class="jp-narrow">{t("checkTitleShort")}</span>
        </h1>
      </div>
      <div class="ck-left">
        <Mirror state={state} background={background}>
          {blind && <Obstacle preview={preview} state={state} />}
        </Mirror>
        <div class="ck-tiles">
          <MicrophoneTile preview={preview} state={state} />
          <CameraTile preview={preview} state={state} />
          <BackgroundTile background={background} />
        </div>
        {!blind && <Obstacle preview={preview} state={state} />}
        <p class="ck-privacy">
          <CheckIcon name="info" />
          {t("privacyLine")}
        </p>
      </div>
      <div class="ck-form">
        <label class="jp-field-label" for="name">
          {t("yourName")}
        </label>
        <input
          ref={field}
          id="name"
          class="jp-input"
          name="name"
          autoComplete="name"
          maxLength={NAME_LENGTH}
          value={name}
          aria-invalid={nameMissing}
          aria-describedby="name-help"
          onInput={(event) => {
            setName(event.currentTarget.value);
            setNameMissing(false);
          }}
        />
        <div id="name-help" role="alert">
          {nameMissing && <p class="jp-field-error">{t("nameNeeded")}</p>}
        </div>
        <Devices preview={preview} state={state} speakerId={speakerId} onSpeaker={setSpeakerId} />
        <Checks connection={connection} />
        <ConnectionAdvice connection={connection} />
        {!adviser.present && <p class="ck-waiting">{t("adviserAwayText")}</p>}
        {meeting.lobby && adviser.present && (
          <p class="ck-waiting">{t("lobbyText", { name: adviser.name })}</p>
        )}
        {/* Who follows a link never saw the page with the code, where this stands too. */}
        <Note kind="warning" icon="laptop" title={t("phoneTitle")} className="jp-phone-note">
          {t("phoneText")}
        </Note>
        <div role="alert">
          {words && (
            <Note kind="danger" title={words.title}>
              {words.text}
            </Note>
          )}
        </div>
        <div class="ck-go">
          <button type="submit" class="jp-button jp-button-wide" aria-disabled={going}>
            {going ? t("goingIn") : t("goIn")}
            {!going && <Icon name="arrowRight" />}
          </button>
          <p class="ck-short">
            <Icon name="lock" />
            {t("privacyShort")}
          </p>
        </div>
      </div>
    </form>
  );
}
