/** @jsxImportSource preact */
/** Choice of microphone, camera and speaker, and the tone that tests the last. */
import { useEffect, useState } from "preact/hooks";
import { joinTexts } from "../i18n/join";
import { useT } from "../i18n/preact";
import { CheckIcon } from "./CheckIcons";
import { Icon } from "./Icon";
import type { Device, Input, Preview, PreviewState } from "./preview";
import { playTone, speakersCanBeChosen } from "./sound";

interface DevicesProps {
  readonly preview: Preview;
  readonly state: PreviewState;
  readonly speakerId: string;
  readonly onSpeaker: (id: string) => void;
}

export function Devices({ preview, state, speakerId, onSpeaker }: DevicesProps) {
  return (
    <div class="ck-devices">
      <InputChoice
        input="microphone"
        devices={state.microphones}
        chosen={state.microphoneId}
        none={state.microphone === "none"}
        preview={preview}
      />
      <InputChoice
        input="camera"
        devices={state.cameras}
        chosen={state.cameraId}
        none={state.camera === "none"}
        preview={preview}
      />
      <SpeakerChoice speakers={state.speakers} chosen={speakerId} onChoose={onSpeaker} />
    </div>
  );
}

interface InputChoiceProps {
  readonly input: Input;
  readonly devices: readonly Device[];
  readonly chosen: string;
  readonly none: boolean;
  readonly preview: Preview;
}

function InputChoice({ input, devices, chosen, none, preview }: InputChoiceProps) {
  const t = useT(joinTexts);
  const numbered = (number: number) =>
    input === "camera" ? t("cameraNumber", { number }) : t("microphoneNumber", { number });
  const missing = input === "camera" ? t("cameraNone") : t("microphoneNone");
  const known = devices.some((device) => device.id === chosen);
  return (
    <div class="ck-choice" data-one={devices.length < 2 || undefined}>
      <CheckIcon name={input} />
      <select
        aria-label={t(input)}
        value={known ? chosen : ""}
        disabled={devices.length === 0}
        onChange={(event) => void preview.choose(input, event.currentTarget.value)}
      >
        {!known && <option value="">{none || devices.length === 0 ? missing : t(input)}</option>}
        {devices.map((device, index) => (
          <option key={device.id} value={device.id}>
            {device.label || numbered(index + 1)}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" />
    </div>
  );
}

interface SpeakerChoiceProps {
  readonly speakers: readonly Device[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function SpeakerChoice({ speakers, chosen, onChoose }: SpeakerChoiceProps) {
  const t = useT(joinTexts);
  const [tone, setTone] = useState<"silent" | "playing" | "played">("silent");
  const choice = speakersCanBeChosen() && speakers.length > 0;

  useEffect(() => {
    const first = speakers[0];
    if (choice && first && !speakers.some((speaker) => speaker.id === chosen)) onChoose(first.id);
  }, [choice, speakers, chosen, onChoose]);

  const play = async () => {
    if (tone === "playing") return;
    setTone("playing");
    // A speaker that was just unplugged: the words below ask the right question anyway.
    await playTone(choice ? chosen : "").catch(() => undefined);
    setTone("played");
  };

  return (
    <>
      <div class="ck-choice">
        <CheckIcon name="speaker" />
        {choice ? (
          <select
            aria-label={t("speaker")}
            value={chosen}
            onChange={(event) => onChoose(event.currentTarget.value)}
          >
            {speakers.map((speaker, index) => (
              <option key={speaker.id} value={speaker.id}>
                {speaker.label || t("speakerNumber", { number: index + 1 })}
              </option>
            ))}
          </select>
        ) : (
          <span class="ck-fixed">{t("speakerOfDevice")}</span>
        )}
        <button type="button" class="ck-test" aria-disabled={tone === "playing"} onClick={() => void play()}>
          <CheckIcon name="play" />
          <span aria-hidden="true">{t("test")}</span>
          <span class="s-hidden">{t("testLabel")}</span>
        </button>
      </div>
      <p class="ck-speaker-note" role="status">
        {tone === "playing" ? t("testing") : tone === "played" ? t("testHeard") : ""}
      </p>
      {!choice && !speakersCanBeChosen() && <p class="ck-speaker-note">{t("speakerFixed")}</p>}
    </>
  );
}
