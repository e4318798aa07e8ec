/** The dialogs of other rooms for who is chosen: a message, a document, an appointment. They come when asked for. */
import type { Target } from "../api/clients";

export interface Asked {
  readonly what: "message" | "share" | "appointment" | "request";
  readonly target: Target;
  readonly name: string;
}

interface ActionDialogProps {
  readonly asked: Asked;
  readonly onClose: () => void;
}

export function ActionDialog(_props: ActionDialogProps) {
  return null;
}
