// One line in, one line out: {"peer", "source", "target", "key", "password"} → {"ms"}. Reading and writing the file count.
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";

const peers = {
  async libpdf() {
    const { P12Signer, PDF } = await import("@libpdf/core");
    return async (content, key, password) => {
      const pdf = await PDF.load(content);
      const signer = await P12Signer.create(key, password);
      return (await pdf.sign({ signer, reason: "Bench", level: "B-B" })).bytes;
    };
  },
  async signpdf() {
    const { PDFDocument } = await import("pdf-lib");
    const { pdflibAddPlaceholder } = await import("@signpdf/placeholder-pdf-lib");
    const { P12Signer } = await import("@signpdf/signer-p12");
    const { SignPdf } = await import("@signpdf/signpdf");
    return async (content, key, password) => {
      const pdfDoc = await PDFDocument.load(content);
      pdflibAddPlaceholder({
        pdfDoc,
        reason: "Bench",
        contactInfo: "",
        name: "Bench",
        location: "",
      });
      const prepared = Buffer.from(await pdfDoc.save());
      return await new SignPdf().sign(prepared, new P12Signer(key, { passphrase: password }));
    };
  },
};

const sign = await peers[process.argv[2]]();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const { source, target, key, password } = JSON.parse(line);
  const begin = performance.now();
  await writeFile(target, await sign(await readFile(source), await readFile(key), password));
  const ms = performance.now() - begin;
  console.log(JSON.stringify({ ms }));
}
