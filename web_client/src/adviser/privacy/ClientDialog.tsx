/** The rights of one client: the dialogs behind the menu of the client's page. */
import { EraseDialog } from "./EraseDialog";
import { ExportDialog } from "./ExportDialog";
import { HoldDialog } from "./HoldDialog";
import "./privacy.css";

export interface DialogProps {
  readonly client: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const DIALOGS = { export: ExportDialog, hold: HoldDialog, erase: EraseDialog } as const;
export type PrivacyAct = keyof typeof DIALOGS;

export function ClientDialog({ act, ...rest }: DialogProps & { readonly act: PrivacyAct }) {
  const Dialog = DIALOGS[act];
  return <Dialog {...rest} />;
}
