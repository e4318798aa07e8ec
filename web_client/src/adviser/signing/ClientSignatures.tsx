/** Of one client: what they signed, and what waits for their signature. */
import { Button } from "@mantine/core";
import { IconSignature } from "@tabler/icons-react";
import { Link } from "react-router";
import { envelopesTexts } from "../../i18n/envelopes";
import { Panel, useT } from "../../ui";
import { useEnvelopes } from "../api/envelopes";
import { MoreOfList } from "../shell/MoreOfList";
import { Loaded } from "../shell/Problem";
import { EnvelopeRow } from "./EnvelopeRow";
import { newSigningFor } from "./paths";
import "./signing.css";

export function ClientSignatures({ clientId }: { readonly clientId: string }) {
  const t = useT(envelopesTexts);
  const list = useEnvelopes({ client: clientId });
  const start = (
    <Button
      component={Link}
      to={newSigningFor(clientId)}
      variant="subtle"
      leftSection={<IconSignature size={19} aria-hidden="true" />}
    >
      {t("letSign")}
    </Button>
  );
  return (
    <Panel title={t("signatures")} action={start} flush>
      <Loaded query={list} lines={2}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return <p className="a-inset a-quiet">{t("noSignatures")}</p>;
          }
          return (
            <>
              <ul className="a-rows">
                {items.map((envelope) => (
                  <EnvelopeRow key={envelope.id} envelope={envelope} />
                ))}
              </ul>
              <MoreOfList list={list}>{t("older")}</MoreOfList>
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
