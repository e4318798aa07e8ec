/** The bar at the bottom: all controls in their order, or the five of a phone. */
import { Drawer } from "@mantine/core";
import { IconDots, IconHelp, IconKeyboard, IconTextSize } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { commonTexts } from "../../i18n/common";
import { roomTexts } from "../../i18n/room";
import { useRoom, useRoomState, useUiState } from "../../room/context";
import { useHelp } from "../../room/useHelp";
import type { RoomWidth } from "../../room/useWidth";
import { useT } from "../../ui";
import { setLargerText, textIsLarger } from "../../ui/preferences";
import { AllDevices, CameraMenu, MicrophoneMenu, SpeakerMenu } from "../devices/DeviceMenus";
import { InputMenu } from "../input/InputMenu";
import { useShortcuts } from "../shortcuts/useShortcuts";
import classes from "./Bar.module.css";
import { BarButton } from "./BarButton";
import type { Control, ControlName } from "./control";
import { useControls } from "./useControls";

const BEHIND_THE_LINE: ReadonlySet<ControlName> = new Set(["microphone", "camera", "sound"]);
const ON_A_PHONE: ReadonlySet<ControlName> = new Set(["microphone", "camera", "chat", "end"]);

export function Bar({ width }: { readonly width: RoomWidth }) {
  const t = useT(roomTexts);
  const [inputMenu, setInputMenu] = useState(false);
  const controls = useControls(() => setInputMenu(true));
  useShortcuts(controls);
  const beside: Partial<Record<ControlName, ReactNode>> = {
    inputRights: <InputMenu opened={inputMenu} onChange={setInputMenu} />,
    microphone: <MicrophoneMenu />,
    camera: <CameraMenu />,
    sound: <SpeakerMenu />,
  };
  if (width === "narrow") return <Five controls={controls} />;
  const draw = (control: Control) => {
    const { key, label, ...rest } = control;
    const short = width === "middle" && (key === "blurScreen" || key === "end") ? label : undefined;
    return <BarButton key={key} {...rest} label={short} beside={beside[key]} />;
  };
  return (
    <nav
      id="bar"
      className={classes.bar}
      data-eight={controls.length <= 9 || undefined}
      aria-label={t("bar")}
      tabIndex={-1}
    >
      <div className={classes.group}>
        {controls.filter(({ key }) => key !== "end" && !BEHIND_THE_LINE.has(key)).map(draw)}
      </div>
      <div className={classes.group}>{controls.filter(({ key }) => BEHIND_THE_LINE.has(key)).map(draw)}</div>
      <div className={classes.group}>{controls.filter(({ key }) => key === "end").map(draw)}</div>
    </nav>
  );
}

function Five({ controls }: { readonly controls: readonly Control[] }) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const { ui } = useRoom();
  const isChair = useRoomState((state) => state.isChair);
  const moreOpen = useUiState((state) => state.dialog?.name === "more");
  const rest = controls.filter(({ key }) => !ON_A_PHONE.has(key));
  const news = rest.reduce((sum, control) => sum + (control.count ?? 0), 0);
  const one = (key: ControlName) => {
    const control = controls.find((each) => each.key === key);
    if (control === undefined) return null;
    const { key: name, label, ...props } = control;
    // "Leave" alone is the name on a phone; ending for everybody keeps its whole name.
    const leave = key === "end" && !isChair ? { name: t("leave") } : {};
    return <BarButton key={name} {...props} {...leave} label={key === "end" ? label : undefined} />;
  };
  const attention = rest.find((control) => control.state === "attention");
  return (
    <nav id="bar" className={classes.bar} data-five aria-label={t("bar")} tabIndex={-1}>
      <div className={classes.group}>
        {one("microphone")}
        {one("camera")}
        {one("chat")}
        <BarButton
          name={t("more")}
          icon={<IconDots />}
          state={attention ? "attention" : "off"}
          expanded={moreOpen}
          second={attention ? attention.second : news > 0 ? t("newCount", { count: news }) : ""}
          count={attention ? 0 : news}
          onPress={() => ui.open({ name: "more" })}
        />
        {one("end")}
      </div>
      <Drawer
        opened={moreOpen}
        onClose={ui.closeDialog}
        position="bottom"
        size="auto"
        title={t("more")}
        closeButtonProps={{ "aria-label": common("close") }}
        styles={{ content: { borderRadius: "1.375rem 1.375rem 0 0", maxHeight: "85dvh" } }}
      >
        <More controls={rest} />
      </Drawer>
    </nav>
  );
}

function More({ controls }: { readonly controls: readonly Control[] }) {
  const t = useT(roomTexts);
  const common = useT(commonTexts);
  const help = useHelp();
  const { ui } = useRoom();
  return (
    <div className={classes.moreList}>
      {controls.map((control) => (
        <div key={control.key} className={classes.moreRow} data-state={control.state}>
          <button
            type="button"
            className={classes.moreItem}
            aria-pressed={control.pressed}
            aria-disabled={control.state === "disabled" || undefined}
            aria-describedby={`more-${control.key}`}
            onClick={() => {
              ui.closeDialog();
              control.onPress();
            }}
          >
            {control.icon}
            <span className={classes.moreName}>{control.name}</span>
          </button>
          {/* Beside the button, so that its name is its first line alone. */}
          <span className={classes.moreSecond} id={`more-${control.key}`}>
            {control.second}
          </span>
        </div>
      ))}
      <button
        type="button"
        className={classes.moreItem}
        onClick={() => {
          setLargerText(!textIsLarger());
          ui.closeDialog();
        }}
      >
        <IconTextSize aria-hidden="true" />
        <span className={classes.moreName}>{common("largerText")}</span>
      </button>
      <button type="button" className={classes.moreItem} onClick={() => ui.open({ name: "shortcuts" })}>
        <IconKeyboard aria-hidden="true" />
        <span className={classes.moreName}>{t("shortcuts")}</span>
      </button>
      <a className={classes.moreItem} href={help} target="_blank" rel="noopener noreferrer">
        <IconHelp aria-hidden="true" />
        <span className={classes.moreName}>{common("help")}</span>
      </a>
      <AllDevices />
    </div>
  );
}
