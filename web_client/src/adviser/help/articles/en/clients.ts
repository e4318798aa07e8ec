import { type Group, list, note, steps, text, title } from "../types";

export const clients: Group<"clients"> = {
  clients: {
    title: "Finding clients",
    lead: "Search as you type, filter, and keep a selection.",
    tags: ["search", "list", "customers", "filter", "label", "alphabet", "sort"],
    body: [
      text(
        "Type a part of a name, e-mail address or phone number in the search field. Arrow down goes into the list, Enter opens a client, the space bar chooses one.",
      ),
      title("Filters"),
      list(
        "At the left are the labels, who can be reached, the date of creation and your office's own fields.",
        "Under **More filters** are name, address, number, birthday and adviser.",
        "**Keep as a selection** remembers the filters. The selection then stands behind the title, with **All** and what was **Deleted, up to 30 days ago**.",
      ),
      note(
        "**E-mail blocked** means that a mail did not arrive. On the client's card you allow the address again.",
      ),
    ],
  },
  "clients-many": {
    title: "Many clients at once",
    lead: "Choose, send a message, label or delete.",
    tags: ["import", "export", "excel", "csv", "select", "bulk", "several", "restore", "undone"],
    body: [
      steps(
        "Tick clients. With Shift you choose a whole range.",
        "If you want everybody who fits the filters, choose all of them in the black bar.",
        "Choose **Message**, **Share document**, **Label** or **Delete**.",
      ),
      text(
        "A message or a document goes to at most 10,000 clients at once. You see how far it is and who was skipped; it goes on when you close the window.",
      ),
      text("After labels or deleting, the bar shows **Undo**. Deleted clients are kept for 30 days."),
      title("Import and export"),
      steps(
        "Choose **Import** above the list, and a file: CSV, Excel, Google Contacts or vCard.",
        "Check which column is what, and choose **Continue**. You see which lines are new, who is there already and what is wrong; lines with a fault can be downloaded.",
        "Only then something is added. Everybody gets a label with the date.",
        "If it is wrong after all, **Undo import** puts everything back as it was. What colleagues changed meanwhile stays.",
      ),
      text("With **Export** you get the list, or what you chose, as CSV or Excel."),
    ],
  },
  "client-page": {
    title: "The page of a client",
    lead: "Everything you know, and what you can do from there.",
    tags: ["card", "history", "household", "family", "session"],
    body: [
      text(
        "On top are **Start session**, **Message** and **Appointment**. A session **With client page** lays the client's documents ready for you; **Without client page** is an ordinary session.",
      ),
      list(
        "The **Timeline** shows everything that happened. You can choose what you see.",
        "Under **For colleagues** you write notes. The client never sees them.",
        "**Note a consent** keeps what the client agreed to, with the proof.",
      ),
      title("Editing together"),
      text(
        "When a colleague changes the same client, you see both versions side by side when you save, and choose for each difference.",
      ),
    ],
  },
  "client-settings": {
    title: "Own fields, labels and teams",
    lead: "For administrators: what your office wants to know of clients, and who sees them.",
    tags: ["bsn", "visible", "rights", "field", "colleague"],
    body: [
      list(
        "**Own fields** appear in the form, on the card and as a filter.",
        "Advisers see their own clients, those of their teams, and those shown to them. Administrators see everybody.",
        "We recognise a citizen service number. Your office does not keep it, unless you allow that at **What the office agreed**.",
      ),
      text(
        "The order of the own fields is that of the form. A choice that you take away stays with whoever had it.",
      ),
    ],
  },
  "client-privacy": {
    title: "Privacy of clients",
    lead: "For administrators: handing over data, holding, erasing, and seeing who did what.",
    tags: ["gdpr", "access", "erase", "retention", "audit"],
    body: [
      text(
        "On the page of a client, behind the button with three dots, are **Export data**, **Hold (legal)** and **Erase for good**.",
      ),
      list(
        "**Export data** makes a ZIP with everything about the client. Internal notes come along only when you tick that. The archive can be downloaded for a week.",
        "**Hold (legal)** keeps everything, for a complaint for example. While it stands, nothing is erased.",
        "**Erase for good** first shows what goes and what stays, with the reason. Then you type the name of the client.",
      ),
      title("Settings, Privacy"),
      list(
        "Under **Retention** you choose how long each kind of thing stays, for each country. A rule that is off only counts.",
        "**Who saw and did what** is searched by name or action. **Check the chain** says whether anything in it was changed.",
      ),
      note("Records of sessions and signed papers stay after an erasure: advice has to be reconstructable."),
    ],
  },
};
