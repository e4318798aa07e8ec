/** A document that the adviser prepares for signing: kept in this tab alone until it is sent. */
import { getLanguage, isLanguage } from "../../i18n";
import { inOrder } from "../../room/people";
import { Observable } from "../../state/observable";
import type { Session, SharedFile } from "../../state/session";
import type { RoomStore } from "../../state/store";
import { problemOf, type SigningProblem } from "../signing/api";
import { isComplete, newSigner } from "../signing/people";
import type { DraftSigner, Field, Order } from "../signing/types";
import type { Checked, SigningRoomPort } from "./api";

export interface PreparingState {
  /** Null: nothing is being prepared on the stage. */
  readonly fileId: string | null;
  readonly step: "people" | "fields";
  readonly checked: Checked | null;
  /** Why the document cannot be signed, or could not be sent. */
  readonly problem: SigningProblem | null;
  readonly signers: readonly DraftSigner[];
  readonly order: Order;
  readonly fields: readonly Field[];
  readonly page: number;
  readonly active: string;
  /** Show what is missing, also where nobody has been yet. */
  readonly strict: boolean;
  readonly sending: boolean;
}

const NOTHING: PreparingState = {
  fileId: null,
  step: "people",
  checked: null,
  problem: null,
  signers: [],
  order: "sequential",
  fields: [],
  page: 1,
  active: "",
  strict: false,
  sending: false,
};

/** Refusals that are mended in the list of people. */
const OF_PEOPLE: ReadonlySet<string> = new Set([
  "signers_missing",
  "name_missing",
  "email_wrong",
  "too_many_signers",
  "screen_unknown",
]);

export class Preparing extends Observable<PreparingState> {
  readonly #store: RoomStore;
  readonly #api: SigningRoomPort;
  readonly #stop: () => void;

  constructor(store: RoomStore, api: SigningRoomPort) {
    super(NOTHING);
    this.#store = store;
    this.#api = api;
    this.#stop = store.subscribe(() => this.#follow());
  }

  close(): void {
    this.#stop();
  }

  /** Puts the file on the adviser's own stage, as it was left before or with everybody here as signers. */
  readonly begin = async (file: SharedFile): Promise<void> => {
    if (this.getState().fileId === file.id) return;
    const kept = this.#kept(file.id);
    const { session, selfId } = this.#store.getState();
    const page = session.document?.file_id === file.id ? session.document.page : 1;
    const signers = kept?.signers ?? (await this.#everybody(session, selfId));
    this.set({ ...NOTHING, ...kept, fileId: file.id, signers, page, active: signers[0]?.id ?? "" });
    try {
      const checked = await this.#api.check(file.id);
      if (this.getState().fileId === file.id) this.patch({ checked });
    } catch (error) {
      if (this.getState().fileId === file.id) this.patch({ problem: problemOf(error) });
    }
  };

  /** Takes it off the stage; what was filled in stays. */
  readonly leave = (): void => this.set(NOTHING);

  readonly setSigners = (signers: readonly DraftSigner[]): void => {
    const ids = new Set(signers.map(({ id }) => id));
    const { fields, active } = this.getState();
    this.#change({
      signers,
      fields: fields.filter((field) => ids.has(field.signer_id)),
      active: ids.has(active) ? active : (signers[0]?.id ?? ""),
    });
  };

  readonly setOrder = (order: Order): void => this.#change({ order });

  readonly setFields = (fields: readonly Field[]): void => this.#change({ fields });

  readonly setPage = (page: number): void => this.patch({ page });

  readonly setActive = (active: string): void => this.patch({ active });

  /** False when somebody's name, address or screen is still missing. */
  readonly toFields = (): boolean => {
    const { signers } = this.getState();
    if (!isComplete(signers) || !hasScreen(signers)) {
      this.patch({ strict: true });
      return false;
    }
    this.patch({ step: "fields", problem: null });
    return true;
  };

  readonly toPeople = (): void => this.patch({ step: "people", problem: null });

  /** Resolves whether everybody has the document before them now. */
  readonly send = async (): Promise<boolean> => {
    const { fileId, signers, order, fields, sending } = this.getState();
    const file = this.#store.getState().session.files[fileId ?? ""];
    if (file === undefined || sending || unsigned(signers, fields).length > 0) return false;
    this.patch({ sending: true, problem: null });
    const first = [...fields].sort((a, b) => a.page - b.page)[0];
    try {
      await this.#api.open({
        file_id: file.id,
        title: file.name.replace(/\.pdf$/i, "").slice(0, 200),
        order,
        language: getLanguage(),
        page: first?.page ?? 1,
        signers,
        fields,
      });
    } catch (error) {
      const problem = problemOf(error);
      this.patch({ sending: false, problem, ...(OF_PEOPLE.has(problem.code) ? { step: "people" } : {}) });
      return false;
    }
    this.#forget(file.id);
    this.set(NOTHING);
    return true;
  };

  #follow(): void {
    const { fileId, sending } = this.getState();
    if (fileId === null || sending) return;
    const { session, isChair } = this.#store.getState();
    // Taken back, or somebody else began to let something be signed.
    if (session.files[fileId] === undefined || session.signing !== null || !isChair) this.leave();
  }

  #change(changes: Partial<PreparingState>): void {
    this.patch({ ...changes, problem: null });
    const { fileId, signers, order, fields } = this.getState();
    if (fileId === null) return;
    try {
      sessionStorage.setItem(this.#key(fileId), JSON.stringify({ signers, order, fields }));
    } catch {
      // Storage may be switched off: then it lives as long as this page.
    }
  }

  #kept(fileId: string): Pick<PreparingState, "signers" | "order" | "fields"> | null {
    try {
      const text = sessionStorage.getItem(this.#key(fileId));
      return text === null
        ? null
        : (JSON.parse(text) as Pick<PreparingState, "signers" | "order" | "fields">);
    } catch {
      return null;
    }
  }

  #forget(fileId: string): void {
    try {
      sessionStorage.removeItem(this.#key(fileId));
    } catch {
      // As above.
    }
  }

  #key(fileId: string): string {
    return `samen.signing.${this.#store.sessionId}.${fileId}`;
  }

  /** Everybody who is here, each at their own screen; the adviser first, as in a letter that the office has signed. */
  async #everybody(session: Session, selfId: string): Promise<readonly DraftSigner[]> {
    const email = await this.#api.ownEmail();
    const all: DraftSigner[] = [];
    for (const person of inOrder(session)) {
      if (person.role === "colleague") continue;
      for (const name of person.role === "client" ? people(person.name) : [person.name]) {
        all.push(
          newSigner(all, {
            name,
            email: person.id === selfId ? email : "",
            language: isLanguage(person.language) ? person.language : "nl",
            participant_id: person.id,
          }),
        );
      }
    }
    return all;
  }
}

/** "Jan en Els Vermeulen" are two people at one screen. */
export function people(name: string): readonly string[] {
  const parts = name
    .split(/\s*[&+/]\s*|\s+(?:en|and|et)\s+/iu)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.length > 1 ? parts : [name];
}

export function hasScreen(signers: readonly DraftSigner[]): boolean {
  return signers.some(({ participant_id }) => Boolean(participant_id));
}

/** Who has no place to sign yet. */
export function unsigned(signers: readonly DraftSigner[], fields: readonly Field[]): readonly DraftSigner[] {
  return signers.filter(
    ({ id }) => !fields.some(({ signer_id, kind }) => signer_id === id && kind === "signature"),
  );
}
