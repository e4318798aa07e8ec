/** How far work for many clients is, and who was left out and why. */
import { Button, Group, Progress } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Loaded } from "./Problem";

interface Counted {
  readonly total: number;
  readonly waiting: number;
  readonly done_at: string | null;
}

interface Left {
  readonly client_id: string;
  readonly name: string;
  readonly reason: string;
}

interface Words<T> {
  readonly label: string;
  readonly done: (work: T) => string;
  readonly busy: (count: { readonly done: number; readonly total: number }) => string;
  readonly goesOn: string;
  readonly left: string;
  readonly why: (reason: string) => string;
  readonly close: string;
}

interface ManyProgressProps<T> {
  readonly work: UseQueryResult<T>;
  readonly left: readonly Left[];
  readonly words: Words<T>;
  readonly onClose: () => void;
}

export function ManyProgress<T extends Counted>({ work, left, words, onClose }: ManyProgressProps<T>) {
  return (
    <>
      <Loaded query={work} lines={2}>
        {(now) => (
          <>
            <Progress
              value={now.total === 0 ? 100 : ((now.total - now.waiting) / now.total) * 100}
              aria-label={words.label}
            />
            <p className="a-tight" role="status">
              {now.done_at == null
                ? words.busy({ done: now.total - now.waiting, total: now.total })
                : words.done(now)}
            </p>
            {now.done_at == null && <p className="a-quiet a-tight">{words.goesOn}</p>}
          </>
        )}
      </Loaded>
      {left.length > 0 && (
        <>
          <h3 className="a-label">{words.left}</h3>
          <ul>
            {left.map(({ client_id, name, reason }, at) => (
              // Who was erased since has no id any more.
              <li key={client_id || at}>
                <strong>{name}</strong>: {words.why(reason)}
              </li>
            ))}
          </ul>
        </>
      )}
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.close}</Button>
      </Group>
    </>
  );
}
