/** The menus beside Microphone, Camera and Sound: which device, and what belongs to it. */
import { Popover, Radio, Switch, UnstyledButton } from "@mantine/core";
import { IconChevronUp } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { roomTexts } from "../../i18n/room";
import type { Device } from "../../media/call-state";
import { useCallState, useRoom } from "../../room/context";
import { useT } from "../../ui";
import barClasses from "../bar/Bar.module.css";
import classes from "./Devices.module.css";
import { LevelMeter } from "./LevelMeter";

interface BesideProps {
  readonly label: string;
  readonly children: ReactNode;
}

function Beside({ label, children }: BesideProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top"
      trapFocus
      returnFocus
      withinPortal
      width={320}
    >
      <Popover.Target>
        <UnstyledButton className={barClasses.beside} aria-label={label} onClick={() => setOpened(!opened)}>
          <IconChevronUp aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  );
}

export function MicrophoneMenu() {
  const t = useT(roomTexts);
  return (
    <Beside label={t("chooseMicrophone")}>
      <MicrophoneChoices />
    </Beside>
  );
}

export function CameraMenu() {
  const t = useT(roomTexts);
  return (
    <Beside label={t("chooseCamera")}>
      <CameraChoices />
    </Beside>
  );
}

export function SpeakerMenu() {
  const t = useT(roomTexts);
  return (
    <Beside label={t("chooseSpeaker")}>
      <SpeakerChoices />
    </Beside>
  );
}

export function MicrophoneChoices() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const devices = useCallState((state) => state.microphones);
  const chosen = useCallState((state) => state.local.microphoneId);
  const suppression = useCallState((state) => state.noiseSuppression);
  const canSuppress = useCallState((state) => state.canSuppressNoise);
  return (
    <div className={classes.choices}>
      <Choice
        title={t("chooseMicrophone")}
        devices={devices}
        chosen={chosen}
        onChoose={(id) => void call.chooseMicrophone(id)}
      />
      <LevelMeter />
      {canSuppress && (
        <Switch
          checked={suppression}
          label={t("noiseSuppression")}
          onChange={(event) => void call.setNoiseSuppression(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}

export function CameraChoices() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const devices = useCallState((state) => state.cameras);
  const chosen = useCallState((state) => state.local.cameraId);
  const blur = useCallState((state) => state.backgroundBlur);
  return (
    <div className={classes.choices}>
      <Choice
        title={t("chooseCamera")}
        devices={devices}
        chosen={chosen}
        onChoose={(id) => void call.chooseCamera(id)}
      />
      <Switch
        checked={blur.on}
        disabled={!blur.available}
        label={t("backgroundBlur")}
        description={t(
          !blur.available
            ? "backgroundBlurFailed"
            : blur.loading
              ? "backgroundBlurLoading"
              : "backgroundBlurText",
        )}
        onChange={(event) => call.setBackgroundBlur(event.currentTarget.checked)}
      />
    </div>
  );
}

export function SpeakerChoices() {
  const t = useT(roomTexts);
  const { call } = useRoom();
  const devices = useCallState((state) => state.speakers);
  const chosen = useCallState((state) => state.speakerId);
  const canChoose = useCallState((state) => state.canChooseSpeaker);
  if (!canChoose) return <p className={classes.text}>{t("speakerNotChoosable")}</p>;
  return (
    <div className={classes.choices}>
      <Choice
        title={t("chooseSpeaker")}
        devices={devices}
        // The browser's own default until something else is chosen.
        chosen={chosen ?? devices.find((device) => device.id === "default")?.id ?? devices[0]?.id ?? null}
        onChoose={(id) => void call.chooseSpeaker(id)}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly devices: readonly Device[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function Choice({ title, devices, chosen, onChoose }: ChoiceProps) {
  const t = useT(roomTexts);
  const group = useId();
  // Without permission browsers name one device with neither id nor label.
  const known = devices.filter((device) => device.id !== "");
  if (known.length === 0) return <p className={classes.text}>{t("noDevices")}</p>;
  return (
    <Radio.Group label={title} value={chosen ?? ""} onChange={onChoose} name={group}>
      <div className={classes.devices}>
        {known.map((device, index) => (
          <Radio
            key={device.id}
            value={device.id}
            label={
              device.id === "default" && device.label === ""
                ? t("defaultDevice")
                : device.label || t("deviceNumber", { number: index + 1 })
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}

/** On a phone the three stand in one sheet. */
export function AllDevices() {
  const t = useT(roomTexts);
  return (
    <section className={classes.all} aria-label={`${t("microphone")}, ${t("camera")}, ${t("sound")}`}>
      <MicrophoneChoices />
      <CameraChoices />
      <SpeakerChoices />
    </section>
  );
}
