/** A contract of three pages, written here as a PDF, so that nothing has to be fetched. */

const PAGES: readonly (readonly string[])[] = [
  [
    "Opdracht tot dienstverlening",
    "",
    "1. Wie. Lindelaan Advies adviseert de heer J. Vermeulen en mevrouw",
    "E. Vermeulen-Smit over hun woning.",
    "",
    "2. Wat. Een advies over de hypotheek, met twee berekeningen en een",
    "gesprek over de uitkomst.",
  ],
  [
    "Opdracht tot dienstverlening",
    "",
    "3. Wanneer. Het advies is klaar voor 1 februari 2027.",
    "",
    "4. Gegevens. U geeft ons wat wij nodig hebben. Wij gaan er zorgvuldig",
    "mee om en bewaren het niet langer dan nodig is.",
  ],
  [
    "Opdracht tot dienstverlening",
    "",
    "5. Kosten. Voor het advies betaalt u eenmalig 1.450 euro. Daarin zitten",
    "alle gesprekken en de aanvraag bij de bank.",
    "",
    "6. Stoppen. U mag deze opdracht altijd beeindigen. U betaalt dan alleen",
    "het werk dat al is gedaan.",
    "",
    "7. Akkoord. Wij tekenen deze opdracht op 23 november 2026.",
  ],
];

/** Its bytes: one font, text, nothing else. */
export function contract(): Uint8Array {
  const objects: string[] = [];
  const kids = PAGES.map((_, index) => `${4 + index * 2} 0 R`).join(" ");
  objects.push("<< /Type /Catalog /Pages 2 0 R >>");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${PAGES.length} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>");
  for (const [index, lines] of PAGES.entries()) {
    const text = lines.map((line, row) => `1 0 0 1 64 ${760 - row * 24} Tm (${line}) Tj`).join("\n");
    const stream = `BT /F1 15 Tf\n${text}\n1 0 0 1 500 800 Tm (${index + 1} / ${PAGES.length}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
    );
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  }
  let body = "%PDF-1.7\n";
  const places = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const rows = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new TextEncoder().encode(body);
}
