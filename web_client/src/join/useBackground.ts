/** Blur behind the person in the preview; the room goes on with it. */
import { useCallback, useEffect, useState } from "preact/hooks";
import { type BlurredCamera, blurBackground, canBlurBackground } from "../media/background-blur";

export interface Background {
  /** `failed`: this browser could not after all. `null`: it never could, so there is nothing to offer. */
  readonly state: "sharp" | "loading" | "blurred" | "failed" | null;
  /** What the others would see: the camera's own track, or its blurred twin. Undefined while that is being made. */
  readonly shown: MediaStreamTrack | undefined;
  readonly toggle: () => void;
}

export function useBackground(camera: MediaStreamTrack | undefined): Background {
  const [possible] = useState(canBlurBackground);
  const [wanted, setWanted] = useState(false);
  const [failed, setFailed] = useState(false);
  const [blurred, setBlurred] = useState<BlurredCamera | null>(null);

  useEffect(() => {
    if (!wanted || camera === undefined) return undefined;
    let over = false;
    let made: BlurredCamera | null = null;
    blurBackground(camera).then(
      (next) => {
        made = next;
        if (over) next.close();
        else setBlurred(next);
      },
      () => {
        if (over) return;
        setFailed(true);
        setWanted(false);
      },
    );
    return () => {
      over = true;
      made?.close();
      setBlurred(null);
    };
  }, [wanted, camera]);

  const toggle = useCallback(() => {
    setFailed(false);
    setWanted((before) => !before);
  }, []);

  const ready = blurred !== null && blurred.source === camera;
  const state = failed ? "failed" : !wanted ? "sharp" : ready || camera === undefined ? "blurred" : "loading";
  // Never a sharp picture once blur was asked for, not even for a moment.
  const shown = !wanted ? camera : ready ? blurred.track : undefined;
  return { state: possible ? state : null, shown, toggle };
}
