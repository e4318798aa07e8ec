/** The preview of camera and microphone as Preact state. */
import { useEffect, useState } from "preact/hooks";
import { Preview, type PreviewState } from "./preview";
import { watchLevel } from "./sound";

export function usePreview(): [Preview, PreviewState] {
  const [preview] = useState(() => new Preview());
  const [state, setState] = useState(preview.state);
  useEffect(() => {
    const stop = preview.subscribe(() => setState(preview.state));
    void preview.start();
    return () => {
      stop();
      preview.release();
    };
  }, [preview]);
  return [preview, state];
}

/** Above this somebody speaks; a quiet room stays below. */
const SPEAKING = 0.42;
const FRAMES_TO_BE_HEARD = 4;

/** The microphone's level from 0 to 1, and whether a voice has been heard since it was switched on. */
export function useLevel(track: MediaStreamTrack | undefined): { level: number; heard: boolean } {
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    setLevel(0);
    setHeard(false);
    if (track === undefined) return undefined;
    let frames = 0;
    return watchLevel(track, (next) => {
      setLevel(next);
      if (next > SPEAKING) frames += 1;
      if (frames >= FRAMES_TO_BE_HEARD) setHeard(true);
    });
  }, [track]);
  return { level, heard };
}
