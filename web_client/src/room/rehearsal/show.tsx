/** Draws a rehearsed room in a test. */
import { act, render } from "@testing-library/react";
import { vi } from "vitest";
import { SamenProvider } from "../../ui";
import { RoomProvider } from "../context";
import { RoomView } from "../RoomView";
import { type Rehearsal, type RehearsalOptions, rehearse } from "./rehearsal";

// React asks tests to say that they are tests; the testing library does so only with global hooks.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

// A growing text field watches the fonts, which happy-dom does not have.
if (!("fonts" in document)) Object.defineProperty(document, "fonts", { value: new EventTarget() });

/** As wide as a desk, unless a test says otherwise. */
export const WIDE = 1440;
export const PHONE = 390;

export async function show(scene: Rehearsal, width = WIDE): Promise<void> {
  setWidth(width);
  scene.store.start();
  // The welcome comes in a microtask, as it does from a server: never within the call.
  await act(async () => {
    await Promise.resolve();
  });
  render(
    <SamenProvider env="test">
      <RoomProvider room={scene.room}>
        <RoomView onReturn={() => undefined} />
      </RoomProvider>
    </SamenProvider>,
  );
  // Closed dialogs settle a moment after they are drawn.
  await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
}

function setWidth(width: number): void {
  vi.stubGlobal("matchMedia", (query: string) => {
    const least = /min-width:\s*([\d.]+)em/.exec(query)?.[1];
    const matches = least !== undefined && width >= Number(least) * 16;
    return {
      matches,
      media: query,
      onchange: null,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
      addListener: () => undefined,
      removeListener: () => undefined,
      dispatchEvent: () => false,
    };
  });
}

/** The adviser Marieke, with the client Jan unless `alone`. */
export function asAdviser(options: Partial<RehearsalOptions> & { alone?: boolean } = {}): Rehearsal {
  const { alone = false, ...rest } = options;
  const scene = rehearse({ self: "marieke", ...rest });
  scene.arrive("marieke", "Marieke de Boer", "host");
  if (!alone) scene.arrive("jan", "Jan Vermeulen", "client");
  return scene;
}

/** The client Jan, with the adviser Marieke. */
export function asClient(options: Partial<RehearsalOptions> = {}): Rehearsal {
  const scene = rehearse({
    self: "jan",
    ...options,
    info: { role: "client", name: "Jan Vermeulen", code: null, link: null, ...options.info },
  });
  scene.arrive("marieke", "Marieke de Boer", "host");
  scene.arrive("jan", "Jan Vermeulen", "client");
  return scene;
}

/** Something happens, and everything that follows from it on the screen. */
export async function happens(what: () => void): Promise<void> {
  await act(async () => {
    what();
    await Promise.resolve();
  });
}
