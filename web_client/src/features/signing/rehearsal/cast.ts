/** Signing without a server: the people, a view, and requests that answer as told. */
import { type Pass, type SigningFile, type SigningPort, SigningProblem } from "../api";
import type { FieldView, LinkView, Report, Signature, SignerView, SigningView, Stroke } from "../types";
import { contract } from "./contract";

export const OFFICE = {
  name: "Lindelaan Advies",
  colour: null,
  logo_url: null,
  phone: "030 123 45 67",
  privacy_url: "",
} as const;

const person = (id: string, name: string, colour: number, changes: Partial<SignerView> = {}): SignerView => ({
  id,
  name,
  colour,
  status: "waiting",
  turn: false,
  signed_at: null,
  ...changes,
});

export const MARIEKE = person("marieke", "Marieke de Boer", 0, {
  status: "signed",
  signed_at: new Date(new Date().setHours(10, 52, 0)).toISOString(),
});
export const JAN = person("jan", "Jan Vermeulen", 1, { status: "viewed", turn: true });
export const ELS = person("els", "Els Vermeulen-Smit", 2);

const field = (id: string, signer_id: string, changes: Partial<FieldView>): FieldView => ({
  id,
  signer_id,
  kind: "signature",
  page: 3,
  x: 0.108,
  y: 0.4,
  width: 0.6,
  height: 0.07,
  required: true,
  label: "",
  filled: null,
  ...changes,
});

export const FIELDS: readonly FieldView[] = [
  field("f1", "marieke", { y: 0.4, filled: { ink_url: "/ink/marieke" } }),
  field("f2", "jan", { y: 0.49 }),
  field("f3", "els", { y: 0.58 }),
];

export const MORE_FIELDS: readonly FieldView[] = [
  ...FIELDS,
  field("f4", "jan", { kind: "text", label: "Polisnummer", y: 0.68, width: 0.34, height: 0.028 }),
  field("f5", "jan", {
    kind: "checkbox",
    label: "Stuur mij het rapport",
    y: 0.72,
    width: 0.03,
    height: 0.022,
  }),
  field("f6", "jan", { kind: "date", y: 0.68, x: 0.5, width: 0.2, height: 0.028 }),
  field("f7", "jan", { kind: "initials", page: 1, x: 0.78, y: 0.9, width: 0.13, height: 0.045 }),
  field("f8", "jan", { kind: "initials", page: 2, x: 0.78, y: 0.9, width: 0.13, height: 0.045 }),
];

export function viewOf(changes: Partial<SigningView> = {}): SigningView {
  return {
    envelope_id: "0197",
    title: "Opdracht tot dienstverlening",
    status: "sent",
    order: "sequential",
    message: "Dag Jan, dit is de opdracht zoals we die dinsdag bespraken. Bel gerust als iets niet klopt.",
    sender: "Marieke de Boer",
    document: {
      name: "Opdracht tot dienstverlening.pdf",
      pages: 3,
      page_sizes: Array.from({ length: 3 }, () => ({ width: 595, height: 842 })),
    },
    self: { signer_id: "jan", name: "Jan Vermeulen", email: "post@vermeulen.example", language: "nl" },
    signers: [MARIEKE, JAN, ELS],
    fields: FIELDS,
    consent: {
      version: "2026-11",
      text: "Ik heb dit document kunnen lezen en teken het elektronisch. Ik weet dat dit een gewone elektronische handtekening is, die na het tekenen wordt verzegeld tegen wijzigen. Mijn naam, e-mailadres, IP-adres, apparaat, handtekening en het tijdstip komen in een logboek, dat alle ondertekenaars krijgen.",
    },
    level: "",
    clock: "own",
    office: OFFICE,
    files: { signed: false, log: false },
    ...changes,
  };
}

export function linkOf(changes: Partial<LinkView> = {}): LinkView {
  return {
    state: "code_needed",
    code: true,
    office: OFFICE,
    sender: "Marieke de Boer",
    title: "Opdracht tot dienstverlening",
    email_hint: "p•••@vermeulen.example",
    language: "nl",
    kind: "mail",
    origin: null,
    ...changes,
  };
}

/** A signature as a hand makes one: two words, with slow bends and quick strokes. */
export function scribble(): readonly Stroke[] {
  const stroke = (from: number, to: number, height: number): Stroke =>
    Array.from({ length: 70 }, (_, index) => {
      const part = index / 69;
      const x = from + (to - from) * part + 0.025 * Math.sin(part * 21);
      const y = 0.52 - height * Math.sin(part * 17 + from * 9) * (1 - part * 0.55);
      return [x, y, 0.35 + 0.4 * Math.abs(Math.cos(part * 17)), index * 9] as const;
    });
  return [stroke(0.12, 0.42, 0.26), stroke(0.5, 0.86, 0.22)];
}

/** Requests answer at once; what `refusals` says is refused, as often as its list is long. */
export class RehearsedSigning implements SigningPort {
  readonly asked: [string, ...unknown[]][] = [];
  readonly refusals = new Map<string, string[]>();
  current: SigningView;

  constructor(view: SigningView = viewOf()) {
    this.current = view;
  }

  view(): Promise<SigningView> {
    return this.#answer("view", this.current);
  }

  document(onProgress?: (part: number) => void): Promise<Uint8Array> {
    onProgress?.(1);
    return this.#answer("document", contract());
  }

  async viewed(): Promise<void> {
    await this.#answer("viewed", undefined);
  }

  sign(signature: Signature): Promise<SigningView> {
    const now = new Date().toISOString();
    const next: SigningView = {
      ...this.current,
      signers: this.current.signers.map((one) =>
        one.id === this.current.self?.signer_id
          ? { ...one, status: "signed", turn: false, signed_at: now }
          : one,
      ),
    };
    return this.#answer("sign", next, signature).then((view) => {
      this.current = view;
      return view;
    });
  }

  async decline(reason: string): Promise<void> {
    await this.#answer("decline", undefined, reason);
  }

  async delegate(name: string, email: string): Promise<void> {
    await this.#answer("delegate", undefined, name, email);
  }

  ink(inkUrl: string): Promise<Blob> {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M20 80C40 10 60 10 70 60S90 90 110 40s30 60 60 10 30-10 50 10 30-20 50-40" fill="none" stroke="#122773" stroke-width="5" stroke-linecap="round"/></svg>';
    return this.#answer("ink", new Blob([svg], { type: "image/svg+xml" }), inkUrl);
  }

  file(which: SigningFile): Promise<Blob> {
    return this.#answer("file", new Blob([contract().slice()], { type: "application/pdf" }), which);
  }

  #answer<T>(what: string, answer: T, ...said: unknown[]): Promise<T> {
    this.asked.push([what, ...said]);
    const code = this.refusals.get(what)?.shift();
    if (code === undefined) return Promise.resolve(answer);
    return Promise.reject(new SigningProblem(code, STATUS[code] ?? 409, { tries: 3, left: 3 }));
  }
}

const STATUS: Readonly<Record<string, number>> = {
  unreachable: 0,
  pass_unknown: 401,
  link_unknown: 404,
  envelope_busy: 503,
};

/** The door to it. */
export class RehearsedLink {
  readonly asked: [string, ...unknown[]][] = [];
  readonly refusals = new Map<string, string[]>();
  link: LinkView;
  readonly port: RehearsedSigning;
  pass: () => string = () => "";

  constructor(link: LinkView, port: RehearsedSigning) {
    this.link = link;
    this.port = port;
  }

  state(): Promise<LinkView> {
    return this.#answer("state", this.link);
  }

  async sendCode(): Promise<void> {
    await this.#answer("sendCode", undefined);
  }

  open(code?: string): Promise<Pass> {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    return this.#answer("open", { pass: `pass-${this.asked.length}`, expires_at }, code);
  }

  signing(pass: () => string): SigningPort {
    this.pass = pass;
    return this.port;
  }

  #answer<T>(what: string, answer: T, ...said: unknown[]): Promise<T> {
    this.asked.push([what, ...said]);
    const code = this.refusals.get(what)?.shift();
    if (code === undefined) return Promise.resolve(answer);
    return Promise.reject(new SigningProblem(code, STATUS[code] ?? 422, { tries: 3 }));
  }
}

export function reportOf(changes: Partial<Report> = {}): Report {
  const signature = {
    email: "post@vermeulen.example",
    organisation: "",
    issuer: "Lindelaan Advies, ondertekenen",
    signed_at: "2026-11-23T09:54:00Z",
    time: "authority",
    intact: true,
    trusted: true,
    after: "allowed",
    problem: "",
  } as const;
  return {
    verdict: "intact",
    ours: true,
    signatures: [
      {
        ...signature,
        name: "Marieke de Boer",
        email: "marieke@lindelaan.example",
        organisation: "Lindelaan Advies",
      },
      { ...signature, name: "Jan Vermeulen" },
    ],
    archive: { at: "2026-11-23T10:02:00Z", by: "Tijdstempel NL", own_clock: false },
    level: "B-LTA",
    pages: 3,
    size: 184_220,
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    problems: [],
    ...changes,
  };
}
