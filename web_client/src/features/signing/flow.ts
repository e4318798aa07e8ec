/** What one person who signs has filled in so far. It outlives every redraw, a turned phone and a lost line. */
import { type Language, LOCALES } from "../../i18n/texts";
import { Observable } from "../../state/observable";
import { isPassing, problemOf, type SigningPort, SigningProblem } from "./api";
import { uuid7 } from "./ids";
import { hasInk, inkOf, type Mark, NO_MARK } from "./marks";
import type { FieldView, Ink, SigningView, Step, Value } from "./types";

/** Which of the two marks: the signature, or the initials on other pages. */
export type MarkName = "signature" | "initials";

export interface FlowState {
  readonly step: Step;
  readonly view: SigningView;
  readonly name: string;
  readonly signature: Mark;
  readonly initials: Mark;
  readonly consent: boolean;
  /** The ink stands in its fields on the page. */
  readonly inserted: boolean;
  readonly values: Readonly<Record<string, Value>>;
  /** "lost": sent, but the line went away; it is sent "again" by itself. */
  readonly sending: "no" | "busy" | "lost" | "again";
  /** What stands in the way, with the code that its sentence goes by. */
  readonly problem: SigningProblem | null;
  /** The field that the page asks to be filled in now; counts up, so that the same one can be asked for twice. */
  readonly wanted: { readonly field: string; readonly time: number } | null;
  readonly signed: boolean;
}

export interface FlowOptions {
  readonly api: SigningPort;
  readonly view: SigningView;
  readonly onStep?: (step: Step) => void;
  readonly onSigned?: (view: SigningView) => void;
}

/** Seconds between tries on a line that is away. */
const PAUSES = [2, 4, 8, 15, 30];

export class SigningFlow extends Observable<FlowState> {
  readonly #options: FlowOptions;
  // One for the whole way: whatever is sent twice, signs once.
  readonly #key = uuid7();
  #tries = 0;
  #timer: number | undefined;
  #closed = false;

  constructor(options: FlowOptions) {
    super({
      step: "details",
      view: options.view,
      name: options.view.self?.name ?? "",
      signature: NO_MARK,
      initials: NO_MARK,
      consent: false,
      inserted: false,
      values: {},
      sending: "no",
      problem: null,
      wanted: null,
      signed: false,
    });
    this.#options = options;
    window.addEventListener("online", this.#hurry);
  }

  /** Ends what runs in the background; what was filled in is gone with it. */
  close(): void {
    this.#closed = true;
    window.clearTimeout(this.#timer);
    window.removeEventListener("online", this.#hurry);
  }

  /** Whose way this is. */
  get selfId(): string | null {
    return this.getState().view.self?.signer_id ?? null;
  }

  get api(): SigningPort {
    return this.#options.api;
  }

  /** What the server says now: another's turn, another's mark. */
  readonly update = (view: SigningView): void => this.patch({ view });

  readonly setName = (name: string): void => this.patch({ name, problem: null });

  readonly setMark = (which: MarkName, mark: Mark): void =>
    this.patch(
      which === "signature" ? { signature: mark, problem: null } : { initials: mark, problem: null },
    );

  readonly setConsent = (consent: boolean): void => this.patch({ consent, problem: null });

  readonly setValue = (field: string, value: Value): void =>
    this.patch({ values: { ...this.getState().values, [field]: value }, problem: null });

  /** Somebody pressed a field on the page: the dialog goes to where it is filled in. */
  readonly want = (field: FieldView): void => {
    const { step, inserted, wanted } = this.getState();
    const isMark = field.kind === "signature" || field.kind === "initials";
    if (step === "review" && isMark) this.#go("signature");
    if (isMark && !inserted) return;
    this.patch({ wanted: { field: field.id, time: (wanted?.time ?? 0) + 1 } });
  };

  /** From the details on to the pad. False when something is missing; `problem` says what. */
  readonly confirmDetails = (): boolean => {
    const code = detailProblem(this.getState());
    if (code) return this.#refuse(code);
    this.#go("signature");
    return true;
  };

  /** Puts the ink into its fields, and goes on to what is left. */
  readonly insert = (): boolean => {
    const state = this.getState();
    if (!hasInk(state.signature)) return this.#refuse("ink_missing");
    if (needsInitials(state.view) && !hasInk(state.initials)) return this.#refuse("initials_missing");
    if (!state.consent) return this.#refuse("consent_needed");
    this.patch({ inserted: true });
    this.#go("review");
    return true;
  };

  readonly back = (): void => {
    const { step, sending } = this.getState();
    if (sending !== "no") return;
    this.#go(step === "review" ? "signature" : "details");
  };

  /** Sends it. Pressing twice sends once; a lost line is tried again until it works or `cancel`. */
  readonly finish = async (): Promise<void> => {
    const state = this.getState();
    if (state.sending !== "no" || state.signed) return;
    const missing = missingFields(state)[0];
    if (missing) {
      this.patch({ problem: new SigningProblem("value_missing", 0, { field: missing.id }) });
      this.want(missing);
      return;
    }
    this.#tries = 0;
    await this.#send();
  };

  /** Stops trying on a lost line; everything stays as it was filled in. */
  readonly cancel = (): void => {
    window.clearTimeout(this.#timer);
    if (this.getState().sending === "lost") this.patch({ sending: "no" });
  };

  readonly retry = (): void => {
    window.clearTimeout(this.#timer);
    if (this.getState().sending === "lost") void this.#send();
  };

  readonly #hurry = (): void => this.retry();

  /** Also called when a new pass was got for one that had run out: the signature waits here. */
  readonly resume = (): void => {
    if (this.getState().problem?.code === "pass_unknown") void this.finish();
  };

  async #send(): Promise<void> {
    const state = this.getState();
    this.patch({ sending: state.sending === "lost" ? "again" : "busy", problem: null });
    try {
      const view = await this.#options.api.sign({
        key: this.#key,
        consent: state.view.consent.version,
        name: state.name.trim(),
        ink: inkOf(state.signature),
        initials: initialsOf(state),
        values: allValues(state),
      });
      this.#signed(view);
    } catch (error) {
      await this.#failed(problemOf(error));
    }
  }

  async #failed(problem: SigningProblem): Promise<void> {
    if (this.#closed) return;
    if (isPassing(problem)) {
      const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)] ?? 30;
      this.#tries += 1;
      this.patch({ sending: "lost", problem });
      this.#timer = window.setTimeout(this.retry, 1000 * Math.max(pause, problem.retryAfter ?? 0));
      return;
    }
    // Signed on another screen, or by a try whose answer was lost.
    if (problem.code === "already_signed") {
      const view = await this.#options.api.view().catch(() => null);
      if (view) {
        this.#signed(view);
        return;
      }
    }
    this.patch({ sending: "no", problem });
    if (BY_STEP[problem.code]) this.#go(BY_STEP[problem.code] as Step, problem);
  }

  #signed(view: SigningView): void {
    if (this.#closed) return;
    this.patch({ sending: "no", signed: true, problem: null, view });
    this.#options.onSigned?.(view);
  }

  #go(step: Step, problem: SigningProblem | null = null): void {
    if (this.getState().step !== step) this.#options.onStep?.(step);
    this.patch({ step, problem });
  }

  #refuse(code: string): false {
    this.patch({ problem: new SigningProblem(code, 0) });
    return false;
  }
}

/** Where a refusal of the server can be mended. */
const BY_STEP: Readonly<Record<string, Step>> = {
  name_missing: "details",
  email_wrong: "details",
  ink_missing: "signature",
  ink_unusable: "signature",
  consent_needed: "signature",
  initials_missing: "signature",
};

export function ownFields(view: SigningView): readonly FieldView[] {
  return view.fields
    .filter((field) => field.signer_id === view.self?.signer_id)
    .toSorted((a, b) => a.page - b.page || a.y - b.y || a.x - b.x);
}

export function needsInitials(view: SigningView): boolean {
  return ownFields(view).some((field) => field.kind === "initials");
}

/** What the signer still fills in by hand; the ink, the name, the address and the date come by themselves. */
export function openFields(view: SigningView): readonly FieldView[] {
  return ownFields(view).filter((field) => field.kind === "text" || field.kind === "checkbox");
}

export function missingFields(state: Pick<FlowState, "view" | "values">): readonly FieldView[] {
  return openFields(state.view).filter((field) => {
    if (!field.required) return false;
    const value = state.values[field.id];
    return field.kind === "checkbox" ? value !== true : typeof value !== "string" || value.trim() === "";
  });
}

function detailProblem({ name, view }: FlowState): string | null {
  if (name.trim() === "") return "name_missing";
  if (!isEmail(view.self?.email ?? "")) return "email_wrong";
  return null;
}

/** As a mail server would take it, near enough to catch slips of the finger. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:".]{2,}$/.test(text.trim());
}

/** What stands in a field of the one who signs here, as far as it is known. */
export function ownValue(field: FieldView, state: FlowState): Value {
  if (field.kind === "name") return state.name.trim();
  if (field.kind === "email") return state.view.self?.email ?? "";
  if (field.kind === "date") return today(state.view.self?.language ?? "nl");
  const value = state.values[field.id];
  if (field.kind === "checkbox") return value === true;
  return typeof value === "string" ? value.trim() : "";
}

/** Today in figures, as the signer's language writes it: 22-11-2026. The server's own date is what counts. */
function today(language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }).format(new Date());
}

function initialsOf(state: FlowState): Ink | null {
  return needsInitials(state.view) ? inkOf(state.initials) : null;
}

function allValues(state: FlowState): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const field of ownFields(state.view)) {
    if (field.kind === "signature" || field.kind === "initials") continue;
    values[field.id] = ownValue(field, state);
  }
  return values;
}
