/** What is fetched with a pass and then shown: the document, and the marks of those who have signed. */
import { useEffect, useRef, useState } from "react";
import { openPdf, type PDFDocumentProxy } from "../stage/pdf";
import { problemOf, type SigningPort, type SigningProblem } from "./api";
import type { FieldView } from "./types";

export type LoadedPdf =
  | { readonly state: "loading"; readonly part: number }
  | { readonly state: "failed"; readonly problem: SigningProblem }
  | { readonly state: "ready"; readonly pdf: PDFDocumentProxy };

/** Loads once, and again after `again`. */
export function useSigningPdf(api: SigningPort): LoadedPdf & { readonly again: () => void } {
  const [loaded, setLoaded] = useState<LoadedPdf>({ state: "loading", part: 0 });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` counts the wishes to load it again
  useEffect(() => {
    let gone = false;
    let opened: PDFDocumentProxy | undefined;
    const show = (next: LoadedPdf) => {
      if (!gone) setLoaded(next);
    };
    show({ state: "loading", part: 0 });
    const load = async () => {
      const bytes = await api.document((part) => show({ state: "loading", part }));
      opened = await openPdf(bytes);
      if (gone) void opened.loadingTask.destroy();
      else show({ state: "ready", pdf: opened });
    };
    load().catch((error: unknown) => show({ state: "failed", problem: problemOf(error) }));
    return () => {
      gone = true;
      void opened?.loadingTask.destroy();
    };
  }, [api, tries]);
  return { ...loaded, again: () => setTries((count) => count + 1) };
}

/** Addresses of the marks on these fields, by their `ink_url`. Each is fetched once. */
export function useInks(
  api: Pick<SigningPort, "ink">,
  fields: readonly FieldView[],
): Readonly<Record<string, string>> {
  const [inks, setInks] = useState<Readonly<Record<string, string>>>({});
  const asked = useRef(new Set<string>());
  const made = useRef<string[]>([]);
  const wanted = fields.flatMap(({ filled }) => (filled?.ink_url ? [filled.ink_url] : [])).join("\n");

  useEffect(() => {
    for (const url of wanted === "" ? [] : wanted.split("\n")) {
      if (asked.current.has(url)) continue;
      asked.current.add(url);
      api.ink(url).then(
        (blob) => {
          const address = URL.createObjectURL(blob);
          made.current.push(address);
          setInks((before) => ({ ...before, [url]: address }));
        },
        // Without its picture the field still says who signed and when; the next view asks again.
        () => asked.current.delete(url),
      );
    }
  }, [api, wanted]);
  useEffect(
    () => () => {
      for (const address of made.current) URL.revokeObjectURL(address);
      made.current = [];
      asked.current.clear();
    },
    [],
  );
  return inks;
}
