/** One visit to a link: what it leads to, the door with its code, and what is behind it. No React. */
import { LinkApi, type Pass, problemOf, type SigningPort, SigningProblem } from "../features/signing/api";
import { SigningFlow } from "../features/signing/flow";
import type { LinkView, SigningView } from "../features/signing/types";
import { Observable } from "../state/observable";
import { keepPass, keptPass } from "./passes";

export type Place =
  | "loading"
  /** Neither known nor unknown: the server was away. */
  | "failed"
  | "unknown"
  | "door"
  | "document"
  | "outcome";

export interface VisitState {
  readonly place: Place;
  readonly link: LinkView | null;
  readonly view: SigningView | null;
  readonly problem: SigningProblem | null;
  readonly flow: SigningFlow | null;
  /** A code was mailed in this visit. */
  readonly sent: boolean;
  /** The pass ran out: the door again, and everything is kept. */
  readonly back: boolean;
  readonly declined: boolean;
  readonly delegated: { readonly name: string; readonly email: string } | null;
}

export type News = "signed" | "declined" | "delegated" | "completed";

export interface LinkPort {
  state(): Promise<LinkView>;
  sendCode(): Promise<void>;
  open(code?: string): Promise<Pass>;
  signing(pass: () => string): SigningPort;
}

export interface VisitOptions {
  readonly token: string;
  readonly link?: LinkPort;
  /** Told to the page that this one is framed in. */
  readonly onNews?: (news: News, link: LinkView, envelopeId: string) => void;
}

/** Milliseconds between looks at what others have done. */
const LOOK = 12_000;

const CLOSED: readonly string[] = ["declined", "voided", "expired"];

export class Visit extends Observable<VisitState> {
  readonly #token: string;
  readonly #link: LinkPort;
  readonly #onNews: NonNullable<VisitOptions["onNews"]>;
  readonly signing: SigningPort;
  #pass = "";
  #timer: number | undefined;
  #told = new Set<News>();

  constructor({ token, link = new LinkApi(token), onNews = () => undefined }: VisitOptions) {
    super({
      place: "loading",
      link: null,
      view: null,
      problem: null,
      flow: null,
      sent: false,
      back: false,
      declined: false,
      delegated: null,
    });
    this.#token = token;
    this.#link = link;
    this.#onNews = onNews;
    this.signing = link.signing(() => this.#pass);
  }

  readonly start = async (): Promise<void> => {
    this.patch({ problem: null });
    let link: LinkView;
    try {
      link = await this.#link.state();
    } catch (error) {
      const problem = problemOf(error);
      this.patch({ place: problem.code === "link_unknown" ? "unknown" : "failed", problem });
      return;
    }
    this.patch({ link });
    if (CLOSED.includes(link.state)) {
      this.patch({ place: "outcome" });
      return;
    }
    const kept = keptPass(this.#token);
    if (kept) {
      this.#pass = kept;
      if (await this.#enter()) return;
    }
    if (link.state === "waiting") {
      this.patch({ place: "outcome" });
      this.#lookLater();
      return;
    }
    if (link.code) this.patch({ place: "door" });
    else await this.open();
  };

  readonly sendCode = async (): Promise<boolean> => {
    this.patch({ problem: null });
    try {
      await this.#link.sendCode();
      this.patch({ sent: true });
      return true;
    } catch (error) {
      this.#stumble(problemOf(error));
      return false;
    }
  };

  readonly open = async (code?: string): Promise<void> => {
    this.patch({ problem: null });
    try {
      const pass = await this.#link.open(code);
      this.#pass = pass.pass;
      keepPass(this.#token, pass);
    } catch (error) {
      this.#stumble(problemOf(error));
      return;
    }
    if (!(await this.#enter())) this.patch({ place: "failed" });
  };

  readonly decline = async (reason: string): Promise<void> => {
    await this.signing.decline(reason);
    this.#tell("declined");
    this.patch({ place: "outcome", declined: true });
  };

  readonly delegate = async (name: string, email: string): Promise<void> => {
    await this.signing.delegate(name, email);
    this.#tell("delegated");
    this.patch({ place: "outcome", delegated: { name, email } });
  };

  /** Looks again at what the link leads to; also by itself, while others are still to sign. */
  readonly look = async (): Promise<void> => {
    const { view, link, place } = this.getState();
    if (place !== "outcome" && place !== "document") return;
    try {
      if (view) this.#show(await this.signing.view());
      else if (link) {
        const now = await this.#link.state();
        if (now.state !== "waiting") {
          await this.start();
          return;
        }
      }
    } catch (error) {
      if (problemOf(error).code === "link_unknown") {
        this.patch({ place: "unknown" });
        return;
      }
    }
    this.#lookLater();
  };

  /** A request inside said that the pass has run out. */
  readonly leave = (): void => {
    const { link } = this.getState();
    if (!link) return;
    this.patch({ back: true });
    if (link.code) this.patch({ place: "door", sent: false });
    else void this.open();
  };

  close(): void {
    window.clearTimeout(this.#timer);
    this.getState().flow?.close();
  }

  async #enter(): Promise<boolean> {
    try {
      const view = await this.signing.view();
      this.#show(view);
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code !== "pass_unknown") this.patch({ problem });
      return false;
    }
    const { flow } = this.getState();
    flow?.resume();
    this.patch({ back: false });
    return true;
  }

  #show(view: SigningView): void {
    const own = view.signers.find(({ id }) => id === view.self?.signer_id);
    const flow = this.getState().flow;
    flow?.update(view);
    if (view.files.signed) this.#tell("completed");
    const done = view.status !== "sent" || own?.status === "signed" || own?.turn !== true;
    if (done) {
      this.patch({ view, place: "outcome" });
      if (view.status === "sent" || view.status === "draft") this.#lookLater();
      return;
    }
    this.patch({
      view,
      place: "document",
      flow:
        flow ??
        new SigningFlow({
          api: this.signing,
          view,
          onSigned: (signed) => {
            this.#tell("signed");
            this.#show(signed);
          },
        }),
    });
  }

  #stumble(problem: SigningProblem): void {
    if (problem.code === "link_unknown") this.patch({ place: "unknown", problem: null });
    else if (problem.code === "envelope_closed" || problem.code === "not_your_turn") void this.#again();
    else {
      const { place } = this.getState();
      this.patch({ problem, place: place === "loading" ? "failed" : place });
    }
  }

  /** It has changed while somebody stood at the door. */
  async #again(): Promise<void> {
    try {
      const link = await this.#link.state();
      this.patch({ link, place: "outcome" });
      if (link.state === "waiting") this.#lookLater();
    } catch (error) {
      this.patch({ problem: problemOf(error), place: "failed" });
    }
  }

  #lookLater(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.look(), LOOK);
  }

  #tell(news: News): void {
    const { link, view } = this.getState();
    if (this.#told.has(news) || !link) return;
    this.#told.add(news);
    this.#onNews(news, link, view?.envelope_id ?? "");
  }
}

/** A problem of a request inside, for who shows it: true when the pass was what was wrong. */
export function isPassGone(error: unknown): boolean {
  return problemOf(error).code === "pass_unknown";
}

export { SigningProblem };
