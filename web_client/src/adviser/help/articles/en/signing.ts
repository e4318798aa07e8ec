import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const signing: Group<"signing"> = {
  "sign-document": {
    title: "Have a document signed",
    lead: "From PDF to signature: by e-mail, or directly on your screen.",
    tags: [
      "signature",
      "sign",
      "quote",
      "contract",
      "pdf",
      "link",
      "fields",
      "initials",
      "template",
      "list",
      "csv",
      "reminder",
    ],
    body: [
      picture("fields"),
      steps(
        "Choose **Signing** in the menu, then **Have a document signed**. Choose a PDF with **Choose file**, or drag it there.",
        "**Who signs**: choose a client, and name, e-mail address and language are there at once and the document is filed with that client; or fill in everybody's name and e-mail address. The address is always needed, because the copy goes there. **Somebody else** adds people.",
        "**Where**: drag at least one **Signature** onto the page for each of them. Every signer has a colour. There are also fields for **Initials**, **Name**, **E-mail address**, **Date**, **Text** and a **Tick box**.",
        "**Send**: choose **By e-mail** or **Directly, on this screen**.",
      ),
      title("By e-mail or on this screen"),
      list(
        "**By e-mail**: everybody gets a link of their own, in their own language. When the code is on, the document opens only with a code that we mail to that address.",
        "**Directly, on this screen**: press **Sign on this screen** beside a name and hand the screen to whoever signs. That lasts for a quarter of an hour; then press it again.",
        "**Order**: all at once, or one after the other. One after the other, the next one gets a link when the one before has signed.",
        "**Valid for** and **Reminder**: how long everybody has, and after how many days we remind them.",
      ),
      title("The same document more often"),
      steps(
        "Open a document with its fields in place and choose **Keep as a template**.",
        "From then on choose **Use** at **Templates**: only the names are still needed.",
        "Very many people at once? **Send to a list** reads a CSV file. First we check every row and your credits; when something is not right, nothing is sent.",
      ),
      title("What can be signed and what cannot"),
      list(
        "Only a PDF can be signed. Save any other document as a PDF first.",
        "A PDF with a password or with a program inside is refused, with the reason.",
        "Up to 20 signers, 500 fields and 5,000 pages.",
      ),
      note(
        "Placing works without a mouse too: choose a field, press Enter, and move it with the arrow keys. Shift with the arrows makes it larger or smaller.",
      ),
    ],
  },
  "sign-together": {
    title: "Signing in a session",
    lead: "The pencil beside a PDF in Files; everybody watches while one person signs.",
    tags: [
      "pencil",
      "meeting",
      "sign together",
      "watch",
      "put a signature",
      "finger",
      "phone",
      "complete",
      "insert",
    ],
    body: [
      picture("pencil"),
      steps(
        "Open **Files** and put the PDF there, or choose one that is there already.",
        "Click the pencil beside the file. Only you see what you prepare now.",
        "Fill in who signs: name, e-mail address, and on whose screen. With **Nobody yet, later by e-mail** somebody gets a link when it is their turn.",
        "Click **Place fields** and put down a signature for each of them.",
        "Click **Start signing**. The document is now on everybody's screen.",
      ),
      title("What the signer does"),
      steps(
        "**Start signing**. Whoever's turn it is turns the pages; the others follow the same page.",
        "Check the details: name and e-mail address.",
        "Make a signature: **Draw** with mouse, finger or pen, **Type**, or a **Picture**. Then **Save & insert**.",
        "Review it, agree, and **Complete**.",
      ),
      text(
        "Only that person can fill in their field: you cannot, nor can the other clients. The strip at the top always says who signs. The card **Who signs** shows how far everybody is.",
      ),
      title("When things go differently"),
      list(
        "**Another screen**: let somebody sign on another screen, yours included. Two people at one table sign one after the other on one screen.",
        "**Not signing**: whoever does not want to says so. Signing then stops for everybody.",
        "**Stop signing**: you choose whether the rest goes on by e-mail, or the document becomes void. At the end of the session we ask that too.",
      ),
      note(
        "When everybody has signed, the signed document and the log join the files of the session by themselves, and go to everybody by e-mail.",
      ),
    ],
  },
  "sign-client": {
    title: "What am I signing?",
    lead: "For those who get a document to sign: what your signature means here.",
    tags: [
      "client",
      "legally valid",
      "genuine",
      "trust",
      "phishing",
      "eidas",
      "simple electronic signature",
      "check",
      "safe",
      "code",
    ],
    body: [
      text(
        "You sign what stands on the pages of the document, exactly as it is. Read it first. When something is not right, do not sign, and ask.",
      ),
      title("How to sign"),
      steps(
        "Open the link in the e-mail. Often we first ask for a code of six digits: choose **Send me the code**, and fill it in within ten minutes.",
        "Read the document and choose **Sign**.",
        "Check your details, make your signature and choose **Save & insert**. At the end choose **Complete**.",
      ),
      title("What it means"),
      list(
        "Your signature goes into the document itself and is sealed: if anybody changes something later, that shows.",
        "It is a **simple electronic signature** under European law (eIDAS). A court may not refuse it for being electronic. It is no qualified signature: that takes proof of identity at a recognised service.",
        "Besides, there is a log: who signed, when, from which internet address, with which device and which signature.",
        "You get a copy of both once everybody has signed. When that is too large for an e-mail, you get a link that works for 90 days.",
      ),
      title("Rather not, or somebody else"),
      list(
        "**Not signing** is fine. You may say why; whoever sent it is told.",
        "**Somebody else**: give the name and the e-mail address. That person gets a link of their own; yours stops working.",
      ),
      title("Is it genuine?"),
      text(
        "If you doubt the e-mail, call your adviser at the number that you already had. A signed document is checked on the page **Check a signature**: your address of Samen with /verify behind it. Choose the PDF there and you see who signed, when, and whether anything was changed since. The PDF is not kept.",
      ),
    ],
  },
  "sign-find": {
    title: "Finding signed documents and the log",
    lead: "What was signed stays at Signing, with its log beside it.",
    tags: ["archive", "download", "proof", "audit", "signed", "ip address", "time", "copy", "search"],
    body: [
      steps(
        "Choose **Signing** in the menu, then **Signed**. Search by title, name or e-mail address.",
        "Open the document. At **Files** are **Signed document**, **Log (PDF)** and **Log (data)**.",
        "Was it in a session, then they are with the files of that session as well.",
      ),
      text(
        "The signed document is called like the original, with the addition signed: “Quote signed.pdf”. Beside it lies “Quote signed log.pdf”.",
      ),
      title("What the log says"),
      pairs(
        [
          "Times",
          "When everybody opened and signed, in UTC and in your time zone, and what the time stamp says.",
        ],
        [
          "Who",
          "Name, e-mail address, internet address (IP) and device, and whether a code by e-mail was asked.",
        ],
        ["Signature", "The picture of the signature that was made, and the text that everybody agreed to."],
        ["Files", "A fingerprint (SHA-256) of the original, of every version in between and of the result."],
        ["What happened", "Sending, reminders, passing on and declining, in order."],
      ),
      text(
        "The log is a sealed file of its own. The data beside it are the same lines for a computer; every line is tied to the one before.",
      ),
      title("Is it still as it was?"),
      text(
        "Put the PDF on the page **Check a signature** (/verify). Anybody can, without an account. The log can be checked there too.",
      ),
      note(
        "If it says **Being sealed** or **Time stamp follows**, the time-stamp authority does not answer yet. That comes right by itself.",
      ),
    ],
  },
  "sign-trouble": {
    title: "Nothing received, or signing fails",
    lead: "Look at the e-mail address first, and at the credits next.",
    tags: [
      "no mail",
      "spam",
      "wrong address",
      "expired",
      "send again",
      "code does not work",
      "link does not work",
    ],
    body: [
      title("The signer got nothing"),
      steps(
        "Open the document at **Signing** and see whether the e-mail address is right.",
        "If it is not: choose **Change name or e-mail**. The old link stops working; the new one goes to the new address.",
        "If it is: choose **Mail the link again**, and ask them to look among the spam.",
        "Still nothing: choose **Sign on this screen** when you sit together, or ask your administrator whether the office's e-mail works.",
      ),
      title("Sending fails"),
      pairs(
        [
          "No credits left",
          "When your office counts credits, each document takes one. An administrator adds some at [[sign-credits|Settings, Transactions]]. What is under way goes on.",
        ],
        [
          "A name or address is missing",
          "Fill in everybody's name and a valid e-mail address, for signing on the spot too.",
        ],
        ["No place for a signature", "Put at least one signature on the document for everybody."],
        [
          "The document is refused",
          "No PDF, a password, a program inside, damaged, or too large. Printing it to a PDF mostly helps.",
        ],
      ),
      title("Signing fails"),
      pairs(
        [
          "The link does not work",
          "It has expired, was withdrawn, or was replaced by a newer one. Open the newest e-mail, or ask for a new link.",
        ],
        [
          "The code does not work",
          "A code is good for ten minutes and five tries. Ask for a new one; only the newest counts.",
        ],
        [
          "Not your turn yet",
          "One after the other, somebody else signs first. You are told when it is your turn.",
        ],
        [
          "The connection was lost",
          "The signature stays and is sent as soon as it can. Pressing twice signs only once.",
        ],
      ),
      text(
        "If sealing fails, we try again by ourselves. If it still fails after a day, it says **Failed**; the credit comes back and what was signed is kept.",
      ),
    ],
  },
  "sign-credits": {
    title: "Transactions and credits",
    lead: "For administrators: which service signs, and whether documents cost credits.",
    tags: ["buy", "balance", "pay", "service", "signrequest", "administrator", "use", "charge"],
    body: [
      text(
        "Open **Settings**, then **Transactions**. Signing is part of Samen: no other service is needed, and it costs nothing as long as your office counts no credits.",
      ),
      steps(
        "At **Signing service** you see which service is chosen.",
        "Tick **Allow credits**. Without that tick nobody can buy credits.",
        "If you want to count, also switch on **Every document that is sent costs one credit**.",
        "Fill in **Number of credits to buy**. Read the sentence at the button: with **Save** you agree to it.",
      ),
      title("When a credit is gone"),
      pairs(
        ["Sending", "The credit is reserved. If there is none, nothing is sent."],
        ["Everybody has signed", "The credit is used."],
        ["Declined, withdrawn, expired or failed", "The credit comes back."],
      ),
      text(
        "At **History** is every line with the balance after it: who bought, with which sentence, and to which document a credit belongs.",
      ),
      note("A list is sent only when there are enough credits for all of its rows."),
    ],
  },
  "sign-keys": {
    title: "Keys, time stamp and backup",
    lead: "For administrators: what seals, whose time counts, and what you must keep.",
    tags: [
      "certificate",
      "tsa",
      "clock",
      "acrobat",
      "trust",
      "secrets.json",
      "administrator",
      "pades",
      "restore",
    ],
    body: [
      text("All of it is at **Settings**, **Signing**: how things stand now, in words."),
      title("Keys"),
      list(
        "Without another setting your Samen has a certificate authority of its own. Each signature gets a key that is good for one day and is thrown away right after signing.",
        "Whoever runs the server can use your office's certificate instead, from a file or a device.",
        "Programs such as Acrobat do not know an authority of your own. Give them the root certificate with the button at the bottom, or send people to /verify.",
      ),
      title("Time"),
      list(
        "**Time-stamp authority**: an independent service proves the time. When it does not answer, the document waits and we try again. After an hour everybody gets a copy without that stamp; the stamped one follows.",
        "**Own clock**: the clock of this server. The log says so. It is no independent proof.",
      ),
      title("What to keep"),
      text(
        "Keep the database, the files and secrets.json together in a backup. What was signed stays valid without the server: all proof is inside the PDF. But without the database and secrets.json nothing more can be signed under the same name.",
      ),
      title("New documents"),
      text(
        "There you also choose what a new document begins with: **Order**, **Expires after**, **Remind every** so many days, and **Checking who signs**. We recommend **Code by e-mail**: it shows that the address is right.",
      ),
    ],
  },
  "sign-hooks": {
    title: "Webhooks and API",
    lead: "For administrators: let another system send, fetch and listen.",
    tags: [
      "connection",
      "key",
      "program",
      "automatic",
      "integration",
      "openapi",
      "developer",
      "administrator",
      "secret",
    ],
    body: [
      title("Let a program send and fetch"),
      steps(
        "Open **Settings**, then **API keys**. Choose **Make a key** and say what it is for.",
        "Keep the key like a password: you see it once.",
        "The program sends it along with every request. The **OpenAPI description** is on the same page.",
      ),
      text(
        "A key acts for whoever made it, only for documents that are signed. When that account is closed, the key stops working. **Revoke** works at once.",
      ),
      title("Let a system know what happens"),
      steps(
        "Open **Settings**, then **Webhooks**. Choose **Add a webhook**, with an address that begins with https://.",
        "Choose what you want to hear, and keep the secret: your system uses it to check that a message is really ours.",
        "Choose **Send a test message** and see at **Messages** whether it arrived.",
      ),
      list(
        "A message may come more than once, always with the same number. About one document they come in order.",
        "If your system does not answer, we try for a little over three days, with longer and longer pauses. If nothing gets through in three days, the webhook is switched off and the administrators are told.",
        "What happens meanwhile is held for thirty days, and sent once you switch it on again.",
      ),
      note(
        "Developers find everything, with samples, in the documentation that comes with Samen: webhooks-and-api.",
      ),
    ],
  },
};
