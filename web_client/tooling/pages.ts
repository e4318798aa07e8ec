/** Which page of the client answers which address; the development server's twin of the server's own rule. */
export const PAGES = {
  index: "index.html",
  room: "room.html",
  adviser: "adviser.html",
  sign: "sign.html",
  verify: "verify.html",
  book: "book.html",
  request: "request.html",
} as const;

const ROOM = /^\/session\//;
const ADVISER = /^\/(adviser|setup|invite|reset|help)(\/|$)/;
const SIGN = /^\/sign\/[^/]+$/;
const VERIFY = /^\/verify\/?$/;
const REQUEST = /^\/(request|shared)\/[^/]+$/;
const BOOK = /^\/(book|appointment)\/[^/]+$/;
const JOIN = /^\/(\d[\d\s.+-]*)?$/;

/** The page for an address, or undefined when the address is no page (a module, a picture, the API). */
export function pageFor(path: string): string | undefined {
  if (ROOM.test(path)) return PAGES.room;
  if (ADVISER.test(path)) return PAGES.adviser;
  if (SIGN.test(path)) return PAGES.sign;
  if (VERIFY.test(path)) return PAGES.verify;
  if (REQUEST.test(path)) return PAGES.request;
  if (BOOK.test(path)) return PAGES.book;
  if (JOIN.test(decodeURI(path))) return PAGES.index;
  return undefined;
}
