/** Something secret that is shown this once: read it, copy it, say that it is kept. */
import { Button, CopyButton, Modal } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { commonTexts } from "../../i18n";
import { useT } from "../../ui";

interface OnceSecretProps {
  /** Undefined: nothing to show. */
  readonly secret: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly kept: string;
  readonly onKept: () => void;
}

/** Closes by its button alone: a stray key or click would lose what cannot be seen again. */
export function OnceSecret({ secret, title, text, kept, onKept }: OnceSecretProps) {
  const common = useT(commonTexts);
  return (
    <Modal
      opened={secret !== undefined}
      onClose={onKept}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      centered
    >
      <div className="a-fields">
        <p>{text}</p>
        <code className="a-secret a-secret-box">{secret}</code>
        <div className="a-buttons">
          <CopyButton value={secret ?? ""} timeout={2500}>
            {({ copied, copy }) => (
              <Button
                data-autofocus
                variant="default"
                leftSection={
                  copied ? (
                    <IconCheck size={19} aria-hidden="true" />
                  ) : (
                    <IconCopy size={19} aria-hidden="true" />
                  )
                }
                onClick={copy}
              >
                {common(copied ? "copied" : "copy")}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onKept}>{kept}</Button>
        </div>
      </div>
    </Modal>
  );
}
