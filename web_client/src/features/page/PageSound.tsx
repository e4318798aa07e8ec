/** The sound of the page: off with the room's sound, on the speaker that was chosen, and never before a click. */
import { useEffect, useRef } from "react";
import { useCallState } from "../../room/context";
import { usePageLane, usePageState } from "./usePageLane";

export function PageSound() {
  const audio = useRef<HTMLAudioElement>(null);
  const lane = usePageLane();
  const sound = usePageState((state) => state.sound);
  const on = useCallState((state) => state.soundOn);
  const speaker = useCallState((state) => state.speakerId);
  // Nothing travels while nobody is to hear it.
  useEffect(() => (on ? lane?.listenToSound() : undefined), [lane, on]);
  useEffect(() => {
    const node = audio.current;
    if (node === null || sound === null) return;
    node.srcObject = sound;
    const play = () => void node.play().catch(() => undefined);
    play();
    // Browsers that want a click first get the next one.
    window.addEventListener("pointerdown", play, { once: true });
    return () => {
      window.removeEventListener("pointerdown", play);
      node.srcObject = null;
    };
  }, [sound]);
  useEffect(() => {
    const node = audio.current;
    if (node === null || !("setSinkId" in node)) return;
    node.setSinkId(speaker ?? "").catch(() => undefined);
  }, [speaker]);
  return <audio ref={audio} muted={!on} hidden />;
}
