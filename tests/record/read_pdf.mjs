/** Prints the text of each page of a PDF as JSON, read by pdf.js: node read_pdf.mjs PDFJS_FILE FILE. */
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [pdfjs, file] = process.argv.slice(2);
const { getDocument, VerbosityLevel } = await import(pathToFileURL(pdfjs).href);
const data = new Uint8Array(await readFile(file));
const document = await getDocument({ data, verbosity: VerbosityLevel.ERRORS }).promise;
const pages = [];
for (let number = 1; number <= document.numPages; number += 1) {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  pages.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
}
const { info } = await document.getMetadata();
process.stdout.write(JSON.stringify({ pages, title: info.Title, language: info.Language }));
