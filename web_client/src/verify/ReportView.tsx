/** A report in words: the verdict first, then each signature, then what it means, then the figures. */
import { Button } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  IconRosetteDiscountCheck,
} from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Report, ReportSignature } from "../features/signing/types";
import { formatBytes, formatDay, formatTime } from "../i18n/format";
import { verifyTexts } from "../i18n/verify";
import { useLanguage, useT } from "../ui";
import { ownProblems, problemKey, type Tone, toneOf, VERDICTS } from "./check";

const ICONS = { good: IconCircleCheck, unsure: IconHelpCircle, bad: IconAlertTriangle } as const;

interface ReportViewProps {
  readonly report: Report;
  readonly name: string;
  readonly onAnother: () => void;
}

export function ReportView({ report, name, onAnother }: ReportViewProps) {
  const t = useT(verifyTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { title, text, tone } = VERDICTS[report.verdict];
  const Icon = ICONS[tone];
  return (
    <article className="vf-report" aria-labelledby="verdict">
      <p className="vf-file">{t("resultOf", { file: name })}</p>
      <div className="vf-verdict" data-tone={tone}>
        <Icon size={44} stroke={1.6} aria-hidden="true" />
        <div>
          <h1 id="verdict" ref={heading} tabIndex={-1}>
            {t(title)}
          </h1>
          <p>
            {t(text)} {report.verdict === "intact" && report.ours && t("intactOurs")}
          </p>
        </div>
      </div>
      <Problems codes={ownProblems(report)} />
      {report.signatures.length > 0 && (
        <section aria-labelledby="signatures">
          <h2 id="signatures">{t("signatures", { count: report.signatures.length })}</h2>
          <ol className="vf-signatures">
            {report.signatures.map((signature, index) => (
              // The same person can have signed twice in the same second; the order never changes.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <Signature key={index} signature={signature} />
            ))}
          </ol>
        </section>
      )}
      {report.archive && <Archive archive={report.archive} />}
      {report.signatures.length > 0 && (
        <section>
          <h2>{t("meaningTitle")}</h2>
          <p className="vf-text">{t("meaningSimple")}</p>
        </section>
      )}
      <Details report={report} />
      <Button size="xl" variant="default" onClick={onAnother}>
        {t("another")}
      </Button>
    </article>
  );
}

function Problems({ codes }: { readonly codes: readonly string[] }) {
  const t = useT(verifyTexts);
  if (codes.length === 0) return null;
  return (
    <ul className="vf-problems">
      {codes.map((code) => (
        <li key={code}>{t(problemKey(code))}</li>
      ))}
    </ul>
  );
}

function Signature({ signature }: { readonly signature: ReportSignature }) {
  const t = useT(verifyTexts);
  const language = useLanguage();
  const { name, email, organisation, signed_at, time, intact, trusted, after, issuer, problem } = signature;
  const at = signed_at ? new Date(signed_at) : null;
  return (
    <li className="vf-signature">
      <h3>{name || t("noName")}</h3>
      <p className="vf-who">{[email, organisation].filter((one) => one !== "").join(" · ")}</p>
      <p>
        <strong>
          {at ? t("signedOn", { day: formatDay(language, at), time: formatTime(language, at) }) : t("noTime")}
        </strong>
        {at && (
          <span className="vf-time">
            {t(time === "authority" ? "timeAuthority" : time === "own_clock" ? "timeOwn" : "timeClaimed")}
          </span>
        )}
      </p>
      <ul className="vf-facts">
        <Fact tone={intact ? "good" : "bad"}>{t(intact ? "isIntact" : "isBroken")}</Fact>
        {intact && (
          <Fact tone={after === "changed" ? "bad" : "good"}>
            {t(after === "nothing" ? "afterNothing" : after === "allowed" ? "afterAllowed" : "afterChanged")}
          </Fact>
        )}
        {intact && (
          <Fact tone={trusted ? "good" : "unsure"}>
            {t(trusted ? "isTrusted" : "isUntrusted", { issuer: issuer || t("noIssuer") })}
          </Fact>
        )}
        {problem !== "" && (
          <Fact tone={toneOf(signature) === "good" ? "unsure" : toneOf(signature)}>
            {t(problemKey(problem))}
          </Fact>
        )}
      </ul>
    </li>
  );
}

const FACT_ICONS = { good: IconCircleCheck, unsure: IconHelpCircle, bad: IconCircleX } as const;

function Fact({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  const Icon = FACT_ICONS[tone];
  return (
    <li data-tone={tone}>
      <Icon size={20} stroke={1.9} aria-hidden="true" />
      {children}
    </li>
  );
}

function Archive({ archive }: { readonly archive: NonNullable<Report["archive"]> }) {
  const t = useT(verifyTexts);
  const language = useLanguage();
  const at = new Date(archive.at);
  return (
    <section className="vf-archive">
      <IconRosetteDiscountCheck size={28} stroke={1.7} aria-hidden="true" />
      <div>
        <h2>{t("archiveTitle")}</h2>
        <p>
          {t("archiveText", { day: formatDay(language, at), time: formatTime(language, at), by: archive.by })}{" "}
          {archive.own_clock && t("archiveOwn")}
        </p>
      </div>
    </section>
  );
}

function Details({ report }: { readonly report: Report }) {
  const t = useT(verifyTexts);
  const language = useLanguage();
  const issuers = [...new Set(report.signatures.map(({ issuer }) => issuer).filter((one) => one !== ""))];
  const rows: readonly (readonly [string, string])[] = [
    ...(report.level ? [[t("level"), `PAdES ${report.level}`] as const] : []),
    ...(issuers.length > 0 ? [[t("issuer"), issuers.join(", ")] as const] : []),
    ...(report.pages > 0 ? [[t("pages"), String(report.pages)] as const] : []),
    [t("size"), formatBytes(language, report.size)],
    [t("sha256"), report.sha256],
  ];
  return (
    <details className="vf-details">
      <summary>{t("details")}</summary>
      <dl>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
