/** The dialogs of other rooms for who is chosen: a message, a document, an appointment. They come when asked for. */
import { LoadingOverlay, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { clientsTexts } from "../../i18n/clients";
import { Notice, useT } from "../../ui";
import { idsOf, MOST_AT_ONCE, type Target } from "../api/clients";
import { ClientProblem } from "./ClientProblem";

const AppointmentDialog = lazy(async () => ({
  default: (await import("../agenda/AppointmentDialog")).AppointmentDialog,
}));
const MessageDialog = lazy(async () => ({
  default: (await import("../messages/MessageDialog")).MessageDialog,
}));
const ShareDocumentDialog = lazy(async () => ({
  default: (await import("../documents/ShareDocumentDialog")).ShareDocumentDialog,
}));
const RequestDocumentDialog = lazy(async () => ({
  default: (await import("../documents/RequestDocumentDialog")).RequestDocumentDialog,
}));

export interface Asked {
  readonly what: "message" | "share" | "appointment" | "request";
  readonly target: Target;
}

interface ActionDialogProps {
  readonly asked: Asked;
  readonly onClose: () => void;
}

export function ActionDialog({ asked: { what, target }, onClose }: ActionDialogProps) {
  return (
    <Suspense fallback={<Waiting onClose={onClose} />}>
      {what === "appointment" ? (
        <AppointmentDialog clientId={"ids" in target ? target.ids[0] : undefined} onClose={onClose} />
      ) : what === "message" ? (
        <MessageDialog {...("ids" in target ? { clientIds: target.ids } : target)} onClose={onClose} />
      ) : what === "share" && "filter" in target ? (
        <ShareDocumentDialog byFilter={target} onClose={onClose} />
      ) : "ids" in target ? (
        <ForIds what={what} ids={target.ids} onClose={onClose} />
      ) : (
        <ForFilter what={what} target={target} onClose={onClose} />
      )}
    </Suspense>
  );
}

interface ForIdsProps {
  readonly what: "share" | "request";
  readonly ids: readonly string[];
  readonly onClose: () => void;
}

function ForIds({ what, ids, onClose }: ForIdsProps) {
  const Dialog = what === "share" ? ShareDocumentDialog : RequestDocumentDialog;
  return <Dialog clientIds={ids} onClose={onClose} />;
}

/** Who answers to the filter now: looked up once, so that nobody is added while the dialog is filled in. */
function ForFilter({
  what,
  target,
  onClose,
}: Omit<ForIdsProps, "ids"> & { readonly target: Extract<Target, { readonly filter: unknown }> }) {
  const t = useT(clientsTexts);
  const ids = useQuery({
    queryKey: ["clients", "ids", target],
    queryFn: ({ signal }) => idsOf(target, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (ids.data === undefined) return <Waiting onClose={onClose} error={ids.error} />;
  if (ids.data.length > MOST_AT_ONCE) {
    return (
      <Modal opened onClose={onClose} title={t("tooManyTitle")} size="28rem">
        <Notice kind="warning">{t("tooManyText", { most: MOST_AT_ONCE })}</Notice>
      </Modal>
    );
  }
  return <ForIds what={what} ids={ids.data} onClose={onClose} />;
}

function Waiting({ onClose, error }: { readonly onClose: () => void; readonly error?: unknown }) {
  const t = useT(clientsTexts);
  return (
    <Modal opened onClose={onClose} title={t("oneMoment")} size="28rem">
      {error ? (
        <ClientProblem error={error} />
      ) : (
        <LoadingOverlay visible loaderProps={{ "aria-hidden": true }} />
      )}
    </Modal>
  );
}
