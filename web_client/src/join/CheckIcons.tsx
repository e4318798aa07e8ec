/** @jsxImportSource preact */
/** Icons that only the check needs, kept out of the first script. */

import background from "@tabler/icons/outline/background.svg?raw";
import info from "@tabler/icons/outline/info-circle.svg?raw";
import microphone from "@tabler/icons/outline/microphone.svg?raw";
import microphoneOff from "@tabler/icons/outline/microphone-off.svg?raw";
import play from "@tabler/icons/outline/player-play.svg?raw";
import camera from "@tabler/icons/outline/video.svg?raw";
import cameraOff from "@tabler/icons/outline/video-off.svg?raw";
import speaker from "@tabler/icons/outline/volume.svg?raw";
import { Svg } from "./Icon";

const ICONS = { background, camera, cameraOff, info, microphone, microphoneOff, play, speaker } as const;

export function CheckIcon({
  name,
  className,
}: {
  readonly name: keyof typeof ICONS;
  readonly className?: string;
}) {
  return <Svg svg={ICONS[name]} className={className} />;
}
