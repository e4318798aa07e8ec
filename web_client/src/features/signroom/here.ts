/** What is being signed in the session, as this page holds it: everybody's view, and the own way where one signs here. */

import { Observable } from "../../state/observable";
import { type Signer, signerHere } from "../../state/session";
import type { RoomStore } from "../../state/store";
import { SigningFlow } from "../signing/flow";
import type { FieldView, SigningView } from "../signing/types";
import type { SigningRoomPort } from "./api";

export interface HereState {
  /** Null while it is being fetched. */
  readonly view: SigningView | null;
  /** Addresses of pictures of the marks of those who have signed, by what the view calls them. */
  readonly inks: Readonly<Record<string, string>>;
  /** Of who signs at this screen now. */
  readonly flow: SigningFlow | null;
  readonly signer: Signer | null;
  /** Whether the steps of signing stand open beside the document. */
  readonly open: boolean;
  /** The last try to fetch it failed; it is tried again by itself. */
  readonly failed: boolean;
}

const NOTHING: HereState = { view: null, inks: {}, flow: null, signer: null, open: false, failed: false };

const AGAIN_MS = 2_000;

export class SigningHere extends Observable<HereState> {
  readonly #store: RoomStore;
  readonly #api: SigningRoomPort;
  readonly #stop: () => void;
  /** Addresses of the pictures that were fetched, by what the view calls them. */
  readonly #marks = new Map<string, string>();
  #known = "";
  #load = 0;
  #timer: number | undefined;
  #seen = new Set<string>();

  constructor(store: RoomStore, api: SigningRoomPort) {
    super(NOTHING);
    this.#store = store;
    this.#api = api;
    this.#stop = store.subscribe(() => this.#follow());
    this.#follow();
  }

  close(): void {
    this.#stop();
    this.#end();
  }

  /** From reading on to the steps. */
  readonly begin = (): void => {
    const { flow } = this.getState();
    if (flow === null) return;
    this.patch({ open: true });
    this.#step(flow.getState().step);
  };

  /** Back to reading; what was filled in stays. */
  readonly pause = (): void => {
    if (!this.getState().open) return;
    this.patch({ open: false });
    this.#step("reading");
  };

  /** The document stands before who signs here. Told once. */
  readonly seen = (): void => {
    const { signer } = this.getState();
    if (signer === null || this.#seen.has(signer.id)) return;
    this.#seen.add(signer.id);
    // Only for the log: signing itself says it as well.
    this.#api
      .signer(signer.id)
      .viewed()
      .catch(() => this.#seen.delete(signer.id));
  };

  #step(step: "reading" | "details" | "signature" | "review"): void {
    const { signer } = this.getState();
    if (signer !== null) void this.#store.send({ type: "set_signing_step", signer_id: signer.id, step });
  }

  #follow(): void {
    const { session, selfId } = this.#store.getState();
    const { signing } = session;
    if (signing === null) {
      this.#end();
      return;
    }
    const own = signerHere(session, selfId);
    const turns = signing.signers.map(({ id, status }) => `${id} ${status}`);
    const now = [signing.envelope_id, own?.id ?? "", ...turns].join("|");
    if (now === this.#known) {
      this.patch({ signer: own });
      return;
    }
    this.#known = now;
    if (own?.id !== this.getState().signer?.id) this.#leaveFlow();
    this.patch({ signer: own });
    void this.#fetch(own);
  }

  async #fetch(own: Signer | null): Promise<void> {
    this.#load += 1;
    const load = this.#load;
    window.clearTimeout(this.#timer);
    const port = own === null ? this.#api.watching() : this.#api.signer(own.id);
    try {
      const view = await port.view();
      const inks = await this.#fetchMarks(view.fields);
      if (load !== this.#load) return;
      const { flow } = this.getState();
      if (own === null) this.patch({ view, inks, failed: false });
      else if (flow !== null) {
        flow.update(view);
        this.patch({ view, inks, failed: false });
      } else {
        const onStep = (step: "details" | "signature" | "review") => this.#step(step);
        this.patch({ view, inks, failed: false, flow: new SigningFlow({ api: port, view, onStep }) });
      }
    } catch {
      if (load !== this.#load) return;
      this.patch({ failed: true });
      this.#timer = window.setTimeout(() => void this.#fetch(own), AGAIN_MS);
    }
  }

  /** Marks are behind the ticket: fetched here, and given to the page as pictures of its own. */
  async #fetchMarks(fields: readonly FieldView[]): Promise<Readonly<Record<string, string>>> {
    await Promise.all(
      fields.map(async ({ signer_id, kind, filled }) => {
        const address = filled?.ink_url;
        if (!address || this.#marks.has(address)) return;
        const blob = await this.#api.mark(signer_id, kind === "initials" ? "initials" : "signature");
        if (!this.#marks.has(address)) this.#marks.set(address, URL.createObjectURL(blob));
      }),
    );
    return Object.fromEntries(this.#marks);
  }

  #leaveFlow(): void {
    this.getState().flow?.close();
    this.patch({ flow: null, open: false });
  }

  #end(): void {
    if (this.#known === "") return;
    this.#known = "";
    this.#load += 1;
    window.clearTimeout(this.#timer);
    this.getState().flow?.close();
    for (const url of this.#marks.values()) URL.revokeObjectURL(url);
    this.#marks.clear();
    this.#seen.clear();
    this.set(NOTHING);
  }
}
