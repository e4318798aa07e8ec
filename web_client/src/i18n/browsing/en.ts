import type { SameKeys } from "../texts";
import type { nl } from "./nl";

export const en: SameKeys<typeof nl> = {
  lead: "Which websites you look at together in a session, and what stays hidden on them. For the whole office, also in sessions that are running now.",
  sites: "Websites",
  sitesText:
    "Without lists a session opens any public website. Addresses inside your own network never open.",
  allow: "Only these websites",
  allowText: "One per line. Empty: all websites are allowed.",
  block: "Never these websites",
  blockText: "One per line. Stronger than the list above.",
  howToWrite: "How to write a website",
  howExact: "exactly this website",
  howBelow: "this website and all below it, such as my.bank.example",
  howAll: "every website. Under ‘never’ this switches co-browsing off altogether",
  howPort: "on this port only",
  wrongLine: "Line {line}: ‘{given}’ is no website. Write bank.example, or *.bank.example for all below it.",
  search: "Searching by words",
  searchText:
    "When you type words instead of an address in a session, they go to this search engine. Without one only addresses open.",
  engine: "Address of the search engine",
  engineText: "Begins with https:// and holds {words} once, where the words go. Empty: no search engine.",
  engineWrong:
    "This address is not right: it begins with https:// and holds {words} once, behind the website's name.",
  examples: "Examples, by alphabet",
  useExample: "Fill in {name}",
  noEngine: "No search engine",
  hide: "Hidden fields",
  hideText:
    "Passwords, card numbers, IBAN and citizen service numbers are always hidden: whoever types sees them, the others see dots. Here you name what else your office hides.",
  maskSite: "Website",
  maskSelector: "CSS selector",
  maskSelectorText:
    "Points at what is hidden, for instance #balance or .customer-number. Ask whoever makes the website if need be.",
  maskNumber: "Hidden {number}",
  maskNone: "Nothing of your office's own yet.",
  maskAdd: "Hide something on a website",
  maskRemove: "Remove {site}",
  maskRemoveNew: "Remove the empty line",
  maskRemoved: "Removed. Save to make it count.",
  siteWrong: "This is no website. Write bank.example, or *.bank.example for all below it.",
  selectorWrong: "This is no CSS selector. Look at brackets and quotation marks.",
  whatPeopleSee: "What people see",
  seenAddress: "When an adviser types a website that is not allowed, this stands under the address:",
  seenLink: "When a link in the page leads there, everybody sees this instead of that website:",
  seenMask: "On a hidden field, whoever does not type sees:",
  seenParts:
    "Parts of a page, such as advertisements or films from another website, stay away too when that one is not allowed.",
  exampleSite: "site.example",
  tilesWhere: "Tiles and favourites",
  tilesText:
    "Tiles of the office are made and changed in a session: open Tiles and favourites beside the address bar and choose Edit.",
  moreHelp: "More in the help",
};
