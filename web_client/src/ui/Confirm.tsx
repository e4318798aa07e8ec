/** Asks once: one dialog for everything that cannot be undone. */
import { Button, Group, Modal, Text } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { commonTexts } from "../i18n/common";
import { IconTile } from "./IconTile";
import { useT } from "./useT";

export interface Question {
  /** A question: "Sessie beëindigen?" */
  readonly title: string;
  /** What happens then, and to whom. */
  readonly text: ReactNode;
  /** The verb itself ("Beëindigen"), never "OK". */
  readonly confirm: string;
  /** The way back; "Nu niet" unless there is a better word. */
  readonly cancel?: string;
  readonly icon?: ReactNode;
  /** Red for what destroys, the office's colour for the rest. */
  readonly tone?: "danger" | "office" | "attention";
}

type Ask = (question: Question) => Promise<boolean>;

const ConfirmContext = createContext<Ask | null>(null);

/** `const confirm = useConfirm(); if (await confirm({ … })) …` Escape and a click beside it mean no. */
export function useConfirm(): Ask {
  const ask = useContext(ConfirmContext);
  if (ask === null) throw new Error("useConfirm needs a SamenProvider above it");
  return ask;
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState(false);
  const answer = useRef<(confirmed: boolean) => void>(undefined);

  const ask = useCallback<Ask>((next) => {
    answer.current?.(false);
    setQuestion(next);
    setOpened(true);
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const close = (confirmed: boolean) => {
    setOpened(false);
    answer.current?.(confirmed);
    answer.current = undefined;
  };

  return (
    <ConfirmContext value={ask}>
      {children}
      <ConfirmDialog question={question} opened={opened} onAnswer={close} />
    </ConfirmContext>
  );
}

interface ConfirmDialogProps {
  readonly question: Question | null;
  readonly opened: boolean;
  readonly onAnswer: (confirmed: boolean) => void;
}

/** The dialog alone, for who keeps the question in own state. */
export function ConfirmDialog({ question, opened, onAnswer }: ConfirmDialogProps) {
  const t = useT(commonTexts);
  const tone = question?.tone ?? "office";
  const title = question && (
    <span className="s-question">
      {question.icon && (
        <IconTile tone={tone} size={48}>
          {question.icon}
        </IconTile>
      )}
      {question.title}
    </span>
  );
  return (
    <Modal opened={opened} onClose={() => onAnswer(false)} size="26rem" title={title}>
      {question && (
        <>
          <Text component="div" c="var(--s-ink-2)">
            {question.text}
          </Text>
          {/* Equal halves where both fit; a long answer gets its whole width, under the other. */}
          <Group className="s-answers" mt="lg" gap="xs">
            {/* The harmless answer has the focus: Enter by accident changes nothing. */}
            <Button variant="default" data-autofocus onClick={() => onAnswer(false)}>
              {question.cancel ?? t("notNow")}
            </Button>
            <Button data-danger={tone === "danger" || undefined} onClick={() => onAnswer(true)}>
              {question.confirm}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
