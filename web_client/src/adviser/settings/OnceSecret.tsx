/** Something secret that is shown this once: read it, copy it, say that it is kept. */
import { Button, Modal } from "@mantine/core";
import { CopyText } from "../shell/CopyText";

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
          <CopyText text={secret ?? ""} first />
          <Button onClick={onKept}>{kept}</Button>
        </div>
      </div>
    </Modal>
  );
}
