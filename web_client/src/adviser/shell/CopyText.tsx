/** Copies a text, and says for a moment that it did. */
import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { commonTexts } from "../../i18n";
import { useT } from "../../ui";

interface CopyTextProps {
  readonly text: string;
  /** What is copied, where more than one thing on the page can be. */
  readonly label?: string;
  readonly size?: "sm";
  /** The first thing that a dialog offers. */
  readonly first?: boolean;
}

export function CopyText({ text, label, size, first }: CopyTextProps) {
  const t = useT(commonTexts);
  return (
    <CopyButton value={text} timeout={2500}>
      {({ copied, copy }) => {
        const words = t(copied ? "copied" : "copy");
        return (
          <Button
            data-autofocus={first || undefined}
            variant="default"
            {...(size && { size })}
            aria-label={label && `${words}: ${label}`}
            leftSection={
              copied ? <IconCheck size={19} aria-hidden="true" /> : <IconCopy size={19} aria-hidden="true" />
            }
            onClick={copy}
          >
            {words}
          </Button>
        );
      }}
    </CopyButton>
  );
}
