/** How the device check came out: in a line beside the greeting, and in full in a card. */
import { Anchor, Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconMicrophone,
  IconMicrophoneOff,
  IconRefresh,
  IconVideo,
  IconVideoOff,
  IconWifi,
  IconWifiOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { adviserTexts } from "../../i18n/adviser";
import { IconTile, Panel, useT } from "../../ui";
import { type Access, type DeviceState, type RunningCheck, SLOW_MS, verdictOf } from "./check";

const VERDICTS = { good: "deviceGood", ask: "deviceAsk", attention: "deviceAttention" } as const;

export function DeviceLine({ check: { result } }: { readonly check: RunningCheck }) {
  const t = useT(adviserTexts);
  if (!result) return <span className="a-device-line">{t("deviceChecking")}</span>;
  const verdict = verdictOf(result);
  const Icon = verdict === "attention" ? IconAlertTriangle : IconCircleCheck;
  return (
    <span className="a-device-line" data-verdict={verdict}>
      <Icon size={19} stroke={1.8} aria-hidden="true" />
      {t(VERDICTS[verdict])}
    </span>
  );
}

const CAMERA = {
  ready: "cameraReady",
  ask: "accessAsk",
  refused: "accessRefused",
  missing: "cameraMissing",
  impossible: "accessImpossible",
} as const;

const MICROPHONE = { ...CAMERA, ready: "microphoneReady", missing: "microphoneMissing" } as const;

const FINE = new Set<Access>(["ready", "ask"]);

export function DeviceCard({ check }: { readonly check: RunningCheck }) {
  const t = useT(adviserTexts);
  const { result } = check;
  return (
    <Panel
      title={t("deviceTitle")}
      flush
      action={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={17} aria-hidden="true" />}
          onClick={check.again}
        >
          {t("checkAgain")}
        </Button>
      }
    >
      <ul className="a-rows" aria-busy={result === undefined}>
        <Device
          name={t("camera")}
          state={result?.camera}
          words={CAMERA}
          on={<IconVideo size={20} />}
          off={<IconVideoOff size={20} />}
        />
        <Device
          name={t("microphone")}
          state={result?.microphone}
          words={MICROPHONE}
          on={<IconMicrophone size={20} />}
          off={<IconMicrophoneOff size={20} />}
        />
        <Connection roundTrip={result?.roundTrip} />
      </ul>
      {result && [result.camera.access, result.microphone.access].includes("ask") && (
        <div className="a-inset a-top-line">
          <p className="a-quiet a-tight">{t("allowText")}</p>
          <Button variant="default" size="sm" onClick={() => void check.allow()}>
            {t("allowNow")}
          </Button>
        </div>
      )}
      {result && [result.camera.access, result.microphone.access].includes("refused") && (
        <div className="a-inset a-top-line">
          <Anchor component={Link} to="/help/permissions" fw={650}>
            {t("howToAllow")}
          </Anchor>
        </div>
      )}
    </Panel>
  );
}

interface DeviceProps {
  readonly name: string;
  readonly state: DeviceState | undefined;
  readonly words: typeof CAMERA | typeof MICROPHONE;
  readonly on: ReactNode;
  readonly off: ReactNode;
}

function Device({ name, state, words, on, off }: DeviceProps) {
  const t = useT(adviserTexts);
  const fine = state === undefined || FINE.has(state.access);
  return (
    <li className="a-row">
      <IconTile tone={state === undefined ? "neutral" : fine ? "office" : "attention"}>
        {fine ? on : off}
      </IconTile>
      <span className="a-row-words">
        <strong>{name}</strong>
        <span>{state === undefined ? t("deviceChecking") : (state.label ?? t(words[state.access]))}</span>
      </span>
    </li>
  );
}

function Connection({ roundTrip }: { readonly roundTrip: number | null | undefined }) {
  const t = useT(adviserTexts);
  const gone = roundTrip === null;
  const slow = typeof roundTrip === "number" && roundTrip > SLOW_MS;
  const words =
    roundTrip === undefined
      ? t("deviceChecking")
      : roundTrip === null
        ? t("connectionGone")
        : t(slow ? "connectionSlow" : "connectionGood", { count: roundTrip });
  return (
    <li className="a-row">
      <IconTile tone={roundTrip === undefined ? "neutral" : gone || slow ? "attention" : "office"}>
        {gone ? <IconWifiOff size={20} /> : <IconWifi size={20} />}
      </IconTile>
      <span className="a-row-words">
        <strong>{t("connection")}</strong>
        <span>{words}</span>
      </span>
    </li>
  );
}
