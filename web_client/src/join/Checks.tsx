/** @jsxImportSource preact */
/** What the connection test found, in two lines, and a box with advice when it is not all well. */
import { useEffect, useRef, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { echoAnswer } from "./api";
import { type EchoResult, testConnection } from "./echo";
import { Icon } from "./Icon";
import { Note } from "./Note";
import type { Preview, PreviewState } from "./preview";

export interface Connection {
  /** Null while the test runs. */
  readonly result: EchoResult | null;
  readonly skipped: boolean;
  readonly skip: () => void;
  readonly again: () => void;
}

/** Runs the test once camera and microphone have settled; again when asked. */
export function useConnection(
  code: string,
  iceServers: RTCIceServer[],
  preview: Preview,
  state: PreviewState,
): Connection {
  const [result, setResult] = useState<EchoResult | null>(null);
  const [skipped, setSkipped] = useState(false);
  const [round, setRound] = useState(0);
  const running = useRef<AbortController>(undefined);
  const settled = state.camera !== "starting" && state.microphone !== "starting";

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for another test, without being read
  useEffect(() => {
    if (!settled || skipped) return undefined;
    const control = new AbortController();
    running.current = control;
    setResult(null);
    // A stream of its own: tracks may be swapped in the preview while the test runs.
    const stream = new MediaStream(preview.stream.getTracks());
    const ask = (sdp: string) => echoAnswer(code, sdp);
    void testConnection(stream, iceServers, ask, control.signal).then((next) => {
      if (!control.signal.aborted) setResult(next);
    });
    return () => control.abort();
  }, [code, iceServers, preview, settled, skipped, round]);

  return {
    result,
    skipped,
    skip: () => {
      running.current?.abort();
      setSkipped(true);
    },
    again: () => {
      setSkipped(false);
      setRound((before) => before + 1);
    },
  };
}

type Mark = "good" | "weak" | "busy" | "none";

function Line({ mark, children }: { readonly mark: Mark; readonly children: string }) {
  return (
    <li class="ck-line" data-mark={mark}>
      <span class="ck-line-mark" aria-hidden="true">
        {mark === "good" && <Icon name="check" />}
        {mark === "weak" && <Icon name="alertTriangle" />}
      </span>
      {children}
    </li>
  );
}

export function Checks({ connection }: { readonly connection: Connection }) {
  const t = useT(joinTexts);
  const { result, skipped } = connection;
  if (skipped) {
    return (
      <div class="ck-checks">
        <div role="status">
          <ul>
            <Line mark="none">{t("connectionUnknown")}</Line>
          </ul>
        </div>
        <button type="button" class="jp-link ck-checks-link" onClick={connection.again}>
          {t("testAgain")}
        </button>
      </div>
    );
  }
  if (result === null) {
    return (
      <div class="ck-checks">
        <div role="status">
          <ul>
            <Line mark="busy">{t("checkingConnection")}</Line>
          </ul>
        </div>
        <button type="button" class="jp-link ck-checks-link" onClick={connection.skip}>
          {t("skipTests")}
        </button>
      </div>
    );
  }
  const fine = result.connection === "good";
  const tested = fine || result.connection === "weak";
  return (
    <div class="ck-checks">
      <div role="status">
        <ul>
          <Line mark={fine ? "good" : tested ? "weak" : "none"}>
            {fine ? t("connectionGood") : tested ? t("connectionWeak") : t("connectionUnknown")}
          </Line>
          {tested && <MediaLine result={result} />}
        </ul>
      </div>
      {!fine && (
        <button type="button" class="jp-link ck-checks-link" onClick={connection.again}>
          {t("testAgain")}
        </button>
      )}
    </div>
  );
}

function MediaLine({ result }: { readonly result: EchoResult }) {
  const t = useT(joinTexts);
  const { picture, sound } = result;
  if (picture === null && sound === null) return <Line mark="none">{t("mediaSkipped")}</Line>;
  if (picture === false || sound === false) return <Line mark="weak">{t("mediaNot")}</Line>;
  const words = picture && sound ? t("mediaArrives") : picture ? t("pictureArrives") : t("soundArrives");
  return <Line mark="good">{words}</Line>;
}

/** Advice where the test found something to do about. */
export function ConnectionAdvice({ connection }: { readonly connection: Connection }) {
  const t = useT(joinTexts);
  const found = connection.result?.connection;
  if (connection.skipped || found === undefined || found === "good") return null;
  if (found === "unavailable") return <p class="ck-untested">{t("untestedText")}</p>;
  const weak = found === "weak";
  return (
    <Note kind="warning" title={weak ? t("weakTitle") : t("blockedTitle")}>
      {weak ? t("weakText") : t("blockedText")}
    </Note>
  );
}
