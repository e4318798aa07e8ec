/** What only this page knows: which panel is open, which dialog, and the news that waits to be read. */
import { Observable } from "../state/observable";

export type PanelName = "participants" | "files" | "chat" | "outline" | "diagnostics";

export type Dialog =
  | { name: "mail" }
  | { name: "qr" }
  | { name: "invite" }
  | { name: "shortcuts" }
  | { name: "more" }
  | { name: "rename"; participantId: string }
  | { name: "preview"; fileId: string }
  /** `ending`: the session is to end as well. */
  | { name: "stopSigning"; ending: boolean }
  | { name: "decline" };

export interface News {
  readonly key: number;
  readonly kind: "info" | "success" | "warning" | "danger";
  readonly text: string;
  /** Milliseconds after which it goes by itself; 0 stays until it is closed. */
  readonly lasts: number;
}

export interface UiState {
  readonly panel: PanelName | null;
  readonly dialog: Dialog | null;
  readonly news: readonly News[];
  /** Ids of the files that came while the files were not looked at. */
  readonly newFiles: readonly string[];
  readonly fullScreen: boolean;
  /** The tiles lie over the stage, for this person alone. */
  readonly tiles: boolean;
  /** Rises when the address field is wanted. */
  readonly addressAsked: number;
}

const MOST_NEWS = 3;
const READING_TIME = { info: 7_000, success: 6_000, warning: 12_000, danger: 12_000 } as const;

export class RoomUi extends Observable<UiState> {
  #nextKey = 1;
  readonly #pageFocus = new Set<() => void>();

  constructor(panel: PanelName | null = null) {
    super({ panel, dialog: null, news: [], newFiles: [], fullScreen: false, tiles: false, addressAsked: 0 });
  }

  readonly toggle = (panel: PanelName): void => {
    this.show(this.getState().panel === panel ? null : panel);
  };

  readonly show = (panel: PanelName | null): void => {
    this.patch(panel === "files" ? { panel, newFiles: [] } : { panel });
  };

  readonly open = (dialog: Dialog): void => this.patch({ dialog });

  readonly closeDialog = (): void => this.patch({ dialog: null });

  /** Returns the key by which it can be taken away before its time. */
  readonly tell = (kind: News["kind"], text: string, lasts: number = READING_TIME[kind]): number => {
    // The same sentence twice is one sentence, read again.
    const others = this.getState().news.filter((one) => one.text !== text);
    const key = this.#nextKey;
    const news = [...others, { key, kind, text, lasts }].slice(-MOST_NEWS);
    this.#nextKey += 1;
    this.patch({ news });
    return key;
  };

  readonly dismiss = (key: number): void => {
    this.patch({ news: this.getState().news.filter((one) => one.key !== key) });
  };

  readonly fileArrived = (id: string): void => {
    const { panel, newFiles } = this.getState();
    if (panel !== "files" && !newFiles.includes(id)) this.patch({ newFiles: [...newFiles, id] });
  };

  readonly fileGone = (id: string): void => {
    const { newFiles } = this.getState();
    if (newFiles.includes(id)) this.patch({ newFiles: newFiles.filter((other) => other !== id) });
  };

  readonly setFullScreen = (fullScreen: boolean): void => this.patch({ fullScreen });

  readonly showTiles = (tiles: boolean): void => this.patch({ tiles });

  /** Puts the focus in the address field, with what stands in it selected. */
  readonly askAddress = (): void => this.patch({ addressAsked: this.getState().addressAsked + 1 });

  /** Gives the focus back to the shared page. */
  readonly focusPage = (): void => {
    for (const listener of [...this.#pageFocus]) listener();
  };

  readonly onFocusPage = (listener: () => void): (() => void) => {
    this.#pageFocus.add(listener);
    return () => {
      this.#pageFocus.delete(listener);
    };
  };
}
