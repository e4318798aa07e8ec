/** The state of a small form: values, complaints, and the field that is wrong first. */
import { useRef, useState } from "react";
import { refusalOf } from "../api/client";

export type Complaints<Values> = Partial<Record<keyof Values & string, string>>;

interface Form<Values extends object> {
  readonly initial: Values;
  /** Complaints by field; an empty object lets the form go. */
  readonly check: (values: Values) => Complaints<Values>;
  readonly onSubmit: (values: Values) => void;
}

/** Complains only after the first try to send, then as people type. Focus goes to the first wrong field. */
export function useFields<Values extends object>({ initial, check, onSubmit }: Form<Values>) {
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<Complaints<Values>>({});
  const form = useRef<HTMLFormElement>(null);
  const complaints: Complaints<Values> = { ...(tried ? check(values) : {}), ...refused };

  const set = <Name extends keyof Values & string>(name: Name, value: Values[Name]) => {
    setValues((before) => ({ ...before, [name]: value }));
    setRefused(({ [name]: _gone, ...others }) => others as Complaints<Values>);
  };

  const focusOn = (name: string | undefined) => {
    if (name === undefined) return;
    form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
  };

  return {
    values,
    set,
    complaints,
    changed: JSON.stringify(values) !== JSON.stringify(initial),
    /** Back to the given values, for instance what the server keeps now. */
    reset(to: Values) {
      setValues(to);
      setTried(false);
      setRefused({});
    },
    /** A new step of the same form: nothing has been tried there yet. */
    calm() {
      setTried(false);
      setRefused({});
    },
    /** The server found these fields wrong: says so beside them. */
    refuse(error: unknown, sentence: string): boolean {
      const wrong = refusalOf(error).fields.filter((name) => name in values) as (keyof Values & string)[];
      setRefused(Object.fromEntries(wrong.map((name) => [name, sentence])) as Complaints<Values>);
      focusOn(wrong[0]);
      return wrong.length > 0;
    },
    form: {
      ref: form,
      noValidate: true,
      onSubmit(event: { preventDefault(): void }) {
        event.preventDefault();
        setTried(true);
        const wrong = check(values);
        const first = Object.keys(values).find((name) => wrong[name as keyof Values & string] !== undefined);
        if (first === undefined) onSubmit(values);
        else focusOn(first);
      },
    },
    /** What every text field needs. */
    field(name: { [Key in keyof Values]: Values[Key] extends string ? Key : never }[keyof Values] & string) {
      return {
        name,
        value: values[name] as string,
        error: complaints[name],
        onChange: (event: { currentTarget: { value: string } }) =>
          set(name, event.currentTarget.value as Values[typeof name]),
      };
    },
  };
}

/** Good enough to catch a slip; the mail itself is the proof. */
export function looksLikeEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value.trim());
}
