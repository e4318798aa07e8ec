/** A draft as it is edited here: kept on the server by itself, a moment after the last change. */
import { useEffect, useRef, useState } from "react";
import { newSigner } from "../../features/signing/people";
import type { DraftSigner, Field } from "../../features/signing/types";
import { refusalOf } from "../api/client";
import { type Envelope, type EnvelopeDraft, useChangeEnvelope } from "../api/envelopes";

export type Edited = Omit<EnvelopeDraft, "version" | "signers" | "fields"> & {
  readonly signers: readonly DraftSigner[];
  readonly fields: readonly Field[];
};

const PAUSE_MS = 700;

export function editedOf(envelope: Envelope): Edited {
  const { title, order, language, message, expires_in_days, remind_every_days, verification } = envelope;
  const signers = envelope.signers.map((signer) => ({
    id: signer.id,
    name: signer.name,
    email: signer.email,
    language: signer.language,
    colour: signer.colour,
    client_id: signer.client_id,
  }));
  return {
    title,
    order,
    language,
    message,
    expires_in_days,
    remind_every_days,
    verification,
    // A new document asks for somebody at once.
    signers: signers.length === 0 ? [newSigner([], { language })] : signers,
    fields: envelope.fields,
  };
}

/** Fields of somebody who is no longer asked to sign go with them. */
export function withoutStrays({ signers, fields, ...rest }: Edited): Edited {
  const known = new Set(signers.map(({ id }) => id));
  return { ...rest, signers, fields: fields.filter(({ signer_id }) => known.has(signer_id)) };
}

export function bodyOf(edited: Edited, version: number): EnvelopeDraft {
  const { signers, fields, ...rest } = withoutStrays(edited);
  return {
    ...rest,
    version,
    signers: signers.map(({ id, name, email, language, client_id = null }) => ({
      id,
      name: name.trim(),
      email: email.trim(),
      language,
      client_id,
    })),
    fields,
  };
}

export interface Draft {
  readonly edited: Edited;
  readonly change: (part: Partial<Edited>) => void;
  /** Everything typed so far is on the server once this resolves; throws what went wrong. */
  readonly save: () => Promise<void>;
  readonly state: "saved" | "saving" | "waiting";
  readonly error: unknown;
  /** Somebody else changed it; what is shown now is theirs. */
  readonly overtaken: boolean;
}

/** `envelope` is the newest that the server told. */
export function useDraft(envelope: Envelope, refetch: () => Promise<Envelope | undefined>): Draft {
  const put = useChangeEnvelope(envelope.id);
  const [edited, setEdited] = useState(() => editedOf(envelope));
  const [state, setState] = useState<Draft["state"]>("saved");
  const [error, setError] = useState<unknown>(null);
  const [overtaken, setOvertaken] = useState(false);
  // What the next save starts from; refs, because a save may begin while another is on its way.
  const newest = useRef(edited);
  const version = useRef(envelope.version);
  const saved = useRef(edited);
  const running = useRef<Promise<void>>(undefined);
  const timer = useRef<number>(undefined);

  const run = async (): Promise<void> => {
    while (newest.current !== saved.current) {
      const sent = newest.current;
      setState("saving");
      try {
        const answer = await put.mutateAsync(bodyOf(sent, version.current));
        version.current = answer.version;
        saved.current = sent;
        setError(null);
      } catch (failure) {
        setState("waiting");
        if (refusalOf(failure).code === "envelope_changed") await overtake();
        else setError(failure);
        throw failure;
      }
    }
    setState("saved");
  };

  const overtake = async (): Promise<void> => {
    const theirs = await refetch();
    if (theirs === undefined) return;
    version.current = theirs.version;
    newest.current = editedOf(theirs);
    saved.current = newest.current;
    setEdited(newest.current);
    setOvertaken(true);
    setState("saved");
  };

  const save = (): Promise<void> => {
    window.clearTimeout(timer.current);
    running.current = (running.current ?? Promise.resolve()).catch(() => undefined).then(run);
    return running.current;
  };

  const change = (part: Partial<Edited>) => {
    newest.current = withoutStrays({ ...newest.current, ...part });
    setEdited(newest.current);
    setState("waiting");
    setOvertaken(false);
    window.clearTimeout(timer.current);
    // What went wrong is shown by `error`; the next change tries again.
    timer.current = window.setTimeout(() => void save().catch(() => undefined), PAUSE_MS);
  };

  // Leaving the page keeps what was typed in its last moment.
  const last = useRef(save);
  last.current = save;
  useEffect(
    () => () => {
      if (newest.current !== saved.current) void last.current().catch(() => undefined);
    },
    [],
  );

  return { edited, change, save, state, error, overtaken };
}
