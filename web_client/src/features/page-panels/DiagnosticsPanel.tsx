/** How the page gets here: which way the pictures take and why that one, how fast, and what stands around the browser. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { lookUp } from "../../i18n";
import { panelTexts } from "../../i18n/panels";
import { roomTexts } from "../../i18n/room";
import { SidePanel } from "../../room/SidePanel";
import { useLanguage, useT } from "../../ui";
import { usePageLane, usePageState } from "../page/usePageLane";
import { type Facts, readFacts } from "./facts";
import classes from "./Panels.module.css";

export function DiagnosticsPanel() {
  const t = useT(panelTexts);
  const room = useT(roomTexts);
  const lane = usePageLane();
  const live = usePageState((state) => state.lane === "live");
  const told = usePageState((state) => state.diagnostics);
  useEffect(() => lane?.listenToDiagnostics(), [lane]);
  return (
    <SidePanel
      name="diagnostics"
      title={room("diagnostics")}
      footer={told !== null && <CopyFacts told={told} />}
    >
      <div className={classes.facts}>
        <p className={classes.lead}>{t("lead")}</p>
        {told === null ? (
          <p role="status">{t(live ? "factsComing" : "away")}</p>
        ) : (
          <Parts facts={readFacts(told)} />
        )}
      </div>
    </SidePanel>
  );
}

function Parts({ facts }: { readonly facts: Facts }) {
  const t = useT(panelTexts);
  const words = useWords();
  const view = usePageState((state) => state.view);
  const soundOn = usePageState((state) => state.ready?.sound === "on");
  const percent = words.number(facts.loss * 100, 1);
  return (
    <>
      <Part title={t("partPicture")}>
        <Row name={t("pipeline")} why={words.code("pipelineWhy", facts.pipelineWhy)}>
          {words.code("pipeline", facts.pipeline)}
          <span className={classes.why}>{words.code("pipeline", `${facts.pipeline}_text`)}</span>
        </Row>
        <Row name={t("transport")} why={words.code("transportWhy", facts.transportWhy)}>
          {words.code("transport", facts.transport)}
        </Row>
        <Row name={t("size")}>
          {t("sizeValue", { width: String(facts.width), height: String(facts.height) })}
        </Row>
        <Row name={t("rate")}>
          {view.fps === 0 ? t("rateStill") : t("rateValue", { fps: words.number(view.fps) })}
        </Row>
        <Row name={t("sound")} why={soundOn ? "" : words.code("soundWhy", facts.soundWhy)}>
          {t(soundOn ? "soundOn" : "soundOff")}
        </Row>
      </Part>
      <Part title={t("partLine")}>
        <Row name={t("delay")}>
          {facts.delay === null ? t("notMeasured") : t("delayValue", { ms: words.number(facts.delay) })}
        </Row>
        <Row name={t("volume")}>{t("volumeValue", { kb: words.number(view.kilobytes, 1) })}</Row>
        <Row name={t("quality")}>{words.quality(facts)}</Row>
        <Row name={t("loss")} why={t(facts.bbr ? "bbrOn" : "bbrOff")}>
          {t("lossValue", { percent })}
        </Row>
        <Row name={t("drawing")}>
          {t("drawingValue", { ms: words.number(view.drawing, 1), skipped: view.skipped })}
        </Row>
        <Row name={t("dropped")}>{t("droppedValue", { count: facts.dropped })}</Row>
      </Part>
      <Part title={t("partBrowser")}>
        <Row name={t("isolation")}>{words.code("isolation", facts.isolation)}</Row>
        <Row name={t("memory")}>
          {t("memoryValue", { mb: words.number(facts.memory), processes: facts.processes })}
        </Row>
        <Row name={t("network")}>{t("networkRefused", { count: facts.refused })}</Row>
        <Row name={t("viewers")}>{words.number(facts.viewers)}</Row>
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ title, children }: PartProps) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={classes.rows}>{children}</dl>
    </section>
  );
}

interface RowProps {
  readonly name: string;
  /** A second line: why it is so. */
  readonly why?: string;
  readonly children: ReactNode;
}

function Row({ name, why = "", children }: RowProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {why !== "" && <span className={classes.why}>{why}</span>}
      </dd>
    </div>
  );
}

function useWords() {
  const t = useT(panelTexts);
  const language = useLanguage();
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  return {
    number,
    /** A code that only a newer server knows is shown as it is: better than nothing. */
    code: (about: string, code: string) => lookUp(panelTexts, language, `${about}_${code}`) ?? code,
    quality: ({ rung, kbit }: Facts) => {
      if (kbit === 0) return t("qualityStills");
      const rate = number(kbit / 1000, 2);
      return rung === 0 ? t("qualityBest", { rate }) : t("qualityStep", { step: rung + 1, rate });
    },
  };
}

/** Everything as the server and this browser told it, for whoever is asked why a page is slow. */
function CopyFacts({ told }: { readonly told: Readonly<Record<string, unknown>> }) {
  const t = useT(panelTexts);
  const view = usePageState((state) => state.view);
  const browser = navigator.userAgent;
  return (
    <div className={classes.copy}>
      <CopyButton value={JSON.stringify({ ...told, view, browser }, null, 1)} timeout={2500}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={19} /> : <IconCopy size={19} />}
            onClick={copy}
          >
            {t(copied ? "copiedFacts" : "copyFacts")}
          </Button>
        )}
      </CopyButton>
      <p>{t("factsPrivate")}</p>
    </div>
  );
}
