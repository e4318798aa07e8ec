/** Settings: what the office offers. Each service is a type of appointment with its length, price and colour. */
import { Button } from "@mantine/core";
import { IconCategory, IconPlus, IconScreenShare } from "@tabler/icons-react";
import { useState } from "react";
import { agendaTexts } from "../../../i18n/agenda";
import { EmptyState, Panel, StatusChip, useLanguage, useT } from "../../../ui";
import { useMember } from "../../api/account";
import { type Service, useServices } from "../../api/agenda";
import { PageTitle } from "../../shell/PageTitle";
import { Loaded } from "../../shell/Problem";
import { ServiceDialog } from "../ServiceDialog";
import { KIND_WORDS, minutesInWords, priceOf } from "../services";
import "../agenda.css";

export function Services() {
  const t = useT(agendaTexts);
  const { user } = useMember();
  const admin = user.role === "admin";
  const services = useServices();
  const [edited, setEdited] = useState<Service | "new">();
  const add = (
    <Button leftSection={<IconPlus size={20} aria-hidden="true" />} onClick={() => setEdited("new")}>
      {t("newService")}
    </Button>
  );
  return (
    <>
      <PageTitle
        title={t("services")}
        lead={admin ? t("servicesLead") : `${t("servicesLead")} ${t("servicesByAdmin")}`}
      >
        {admin && (services.data?.length ?? 0) > 0 && add}
      </PageTitle>
      <Panel flush>
        <Loaded query={services} lines={4}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState
                headingLevel={2}
                icon={<IconCategory size={34} stroke={1.6} />}
                title={t("noServicesTitle")}
                actions={admin && add}
              >
                {t("noServicesText")}
              </EmptyState>
            ) : (
              <ul className="a-rows">
                {items.map((service) => (
                  <Row
                    key={service.id}
                    service={service}
                    onOpen={admin ? () => setEdited(service) : undefined}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Panel>
      {edited !== undefined && (
        <ServiceDialog {...(edited !== "new" && { service: edited })} onClose={() => setEdited(undefined)} />
      )}
    </>
  );
}

function Row({ service, onOpen }: { readonly service: Service; readonly onOpen: (() => void) | undefined }) {
  const t = useT(agendaTexts);
  const language = useLanguage();
  const facts = [
    t(KIND_WORDS[service.kind]),
    minutesInWords(service.minutes, t),
    priceOf(service, language),
    service.buffer_after > 0 ? t("bufferOf", { count: service.buffer_after }) : "",
  ];
  const line = (
    <>
      <span className="g-dot g-dot-large" style={{ background: service.colour }} aria-hidden="true" />
      <span className="a-row-words">
        <strong>{service.name}</strong>
        <span>{facts.filter(Boolean).join(" · ")}</span>
      </span>
      <span className="a-row-side">
        {service.kind === "video" && (
          <StatusChip tone="info" icon={<IconScreenShare size={16} />}>
            {t("together")}
          </StatusChip>
        )}
        {service.active ? (
          <StatusChip tone={service.bookable ? "office" : "neutral"}>
            {t(service.bookable ? "bookableOnline" : "notBookable")}
          </StatusChip>
        ) : (
          <StatusChip tone="attention">{t("notOffered")}</StatusChip>
        )}
      </span>
    </>
  );
  return (
    <li>
      {onOpen ? (
        <button type="button" className="a-row a-row-wrap a-row-button" onClick={onOpen}>
          {line}
        </button>
      ) : (
        <div className="a-row a-row-wrap">{line}</div>
      )}
    </li>
  );
}
