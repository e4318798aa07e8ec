import { describe, expect, it } from "vitest";
import { pieces } from "./links";

const links = (message: string) =>
  pieces(message).flatMap((piece) => (piece.kind === "link" ? [piece.href] : []));

describe("F023 links in the chat", () => {
  it("keeps the whole message, whatever is in it", () => {
    for (const message of [
      "",
      "hello",
      "see https://a.example/x, ok?",
      "שלום https://例え.example/路 👍",
      "a@b.example b",
    ]) {
      expect(
        pieces(message)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(message);
    }
  });

  it("makes web and mail addresses clickable", () => {
    expect(links("Kijk op https://rente.example/maand?a=1&b=2#c.")).toEqual([
      "https://rente.example/maand?a=1&b=2#c",
    ]);
    expect(links("of www.kantoor.example, daar staat het")).toEqual(["https://www.kantoor.example/"]);
    expect(links("mail jan@vermeulen.example!")).toEqual(["mailto:jan@vermeulen.example"]);
    expect(links("(zie https://a.example/b_(c))")).toEqual(["https://a.example/b_(c)"]);
  });

  it("never links to scripts, data, files or addresses that hide their host", () => {
    for (const message of [
      "javascript:alert(1)",
      "JAVASCRIPT://https%0Aalert(1)",
      "data:text/html,<script>alert(1)</script>",
      "file:///etc/passwd",
      "vbscript:x",
      "https://bank.example:login@evil.example/",
      "blob:https://a.example/1",
    ]) {
      for (const href of links(message)) expect(href).toMatch(/^(https?|mailto):/);
      expect(links(message).some((href) => /javascript|data:|file:|vbscript|login@/i.test(href))).toBe(false);
    }
  });
});
