/** Where a tag lands: in the field that had the cursor last. */
import { createContext, type ReactNode, use, useMemo, useRef } from "react";

type Insert = (text: string) => void;

interface Target {
  /** A field says that it has the cursor, and how a text gets into it. */
  readonly aim: (insert: Insert) => void;
  readonly insert: Insert;
}

const TargetContext = createContext<Target>({ aim: () => undefined, insert: () => undefined });

export function InsertTarget({ children }: { readonly children: ReactNode }) {
  const last = useRef<Insert>(undefined);
  const target = useMemo<Target>(
    () => ({
      aim: (insert) => {
        last.current = insert;
      },
      insert: (text) => last.current?.(text),
    }),
    [],
  );
  return <TargetContext value={target}>{children}</TargetContext>;
}

export const useInsertTarget = () => use(TargetContext);
