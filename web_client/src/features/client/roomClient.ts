/** The client whom this session is about: read once for the office's own people, and again when they ask. */
import { Problem, type RoomApi, type RoomClient } from "../../protocol/rest";
import { Observable } from "../../state/observable";

export interface RoomClientState {
  readonly client: RoomClient | null;
  readonly loading: boolean;
  /** Why nothing at all could be read; the parts have their own in `client.troubles`. */
  readonly code: string | null;
  /** Documents that are being brought into the session at this moment. */
  readonly opening: readonly string[];
  /** Documents that were brought in from here, with the file each became. */
  readonly opened: Readonly<Record<string, string>>;
}

export type RoomClientApi = Pick<RoomApi, "client" | "openDocument" | "keepFile">;

const BEFORE: RoomClientState = { client: null, loading: true, code: null, opening: [], opened: {} };

/** The session never waits for this: the CRM may be slow or away. */
export class RoomClientStore extends Observable<RoomClientState> {
  readonly #api: RoomClientApi;

  constructor(api: RoomClientApi) {
    super(BEFORE);
    this.#api = api;
  }

  readonly load = async (): Promise<void> => {
    this.patch({ loading: true, code: null });
    try {
      this.patch({ client: await this.#api.client(), loading: false });
    } catch (error) {
      this.patch({ loading: false, code: error instanceof Problem ? error.code : "internal" });
    }
  };

  /** Brings a document into the session, for everybody. Resolves its file's id; throws a Problem. */
  readonly open = async (documentId: string): Promise<string> => {
    this.patch({ opening: [...this.getState().opening, documentId] });
    try {
      const { file_id } = await this.#api.openDocument(documentId);
      this.patch({ opened: { ...this.getState().opened, [documentId]: file_id } });
      return file_id;
    } finally {
      this.patch({ opening: this.getState().opening.filter((one) => one !== documentId) });
    }
  };

  /** Keeps a file of the session with the client. Throws a Problem. */
  readonly keep = (fileId: string): Promise<void> => this.#api.keepFile(fileId);
}
