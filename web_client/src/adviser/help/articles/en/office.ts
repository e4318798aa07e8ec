import { type Group, list, note, pairs, picture, steps, text, title } from "../types";

export const office: Group<"office"> = {
  office: {
    title: "Setting up your office",
    lead: "Name, colour, logo and how sessions go.",
    tags: [
      "settings",
      "house style",
      "brand",
      "logo",
      "colour",
      "phone number",
      "language",
      "file size",
      "administrator",
    ],
    body: [
      text("Only an administrator can do this: **Settings**, **Office**."),
      pairs(
        ["**Name and phone**", "Clients see them on the join page and in the session."],
        ["**Colour**", "For buttons and links. If white cannot be read on it, we choose a darker shade."],
        ["**Logo**", "PNG, JPEG or WebP. Square looks best."],
        [
          "**Time zone and country**",
          "The clock of calendar and booking page, public holidays, and how phone numbers begin.",
        ],
        ["**Waiting room**", "Clients wait until you [[lobby|let them in]]."],
        ["**Show earlier messages**", "Whether who comes later reads the [[chat|chat]] from before."],
        ["**Largest file**", "The limit for each [[files|file]] in a session."],
        ["**Close an empty session after**", "How long a session stays open when everybody is gone."],
      ),
    ],
  },
  colleagues: {
    title: "Colleagues and roles",
    lead: "Invite colleagues and decide what they may do.",
    tags: ["users", "administrator", "adviser", "invite", "rights", "role", "admin", "block", "leaving"],
    body: [
      pairs(
        ["**Adviser**", "Starts sessions and sees the own sessions."],
        ["**Administrator**", "Also sees everybody's sessions, and changes office, colleagues and website."],
      ),
      title("Inviting somebody"),
      steps(
        "Go to **Settings**, **Colleagues**.",
        "Fill in the e-mail address, choose a role and click **Invite**.",
        "Your colleague gets a link and chooses a name and a password. The link works once.",
      ),
      text("You can send an invitation again or withdraw it."),
      title("Somebody leaves"),
      text(
        "Choose **Take away access**. The account is signed out everywhere. The sessions are kept, and you can give access back later.",
      ),
      note("Does the mail not arrive? Look under **Settings**, **E-mails** what became of it."),
    ],
  },
  "browsing-rules": {
    title: "Setting up co-browsing",
    lead: "Which websites open, what you search with, and what stays hidden.",
    tags: ["block", "allow", "list", "search engine", "mask", "selector", "websites", "policy"],
    body: [
      text(
        "Only an administrator can do this: **Settings**, **Co-browsing**. It counts at once, also in meetings that are running.",
      ),
      pairs(
        [
          "**Only these websites**",
          "Empty means: any public website. When something stands there, nothing else opens.",
        ],
        ["**Never these websites**", "Stronger than the list of what is allowed."],
        [
          "**Search engine**",
          "Without one the address field opens addresses only. The words go to the search engine that you choose.",
        ],
        ["**Hidden fields**", "A website and a CSS selector: what it points at, others do not see."],
      ),
      list(
        "bank.example is exactly that website; *.bank.example is all below it too.",
        "The lists also count for parts of a page, such as films from another website.",
        "Signing in often goes by a second website. Add that one as well.",
      ),
      note(
        "Passwords, card numbers, IBAN and citizen service numbers are always hidden. That cannot be switched off.",
      ),
      text(
        "What people read when a website is not allowed stands in the settings themselves. Tiles of the office are made [[page-tiles|in a meeting]].",
      ),
    ],
  },
  account: {
    title: "Your account and password",
    lead: "Name, language, password and a second step when signing in.",
    tags: [
      "log in",
      "sign in",
      "forgot password",
      "2fa",
      "totp",
      "authenticator",
      "backup code",
      "sign out",
      "language",
      "dark mode",
    ],
    body: [
      text("Everything is under **Settings**, **My account**."),
      title("Forgot password"),
      text(
        "Choose **Forgot password** when signing in. You get a link that works for an hour. After that you are signed out on other devices.",
      ),
      title("Second step"),
      steps(
        "Choose **Set up second step** and scan the QR code with an authenticator app.",
        "Fill in the code of six digits.",
        "Keep the backup codes. Each works once, for when you have lost your phone.",
      ),
      title("Lost a device"),
      text("Choose **Sign out everywhere**. Then change your password."),
    ],
  },
  widget: {
    title: "The entrance on your website",
    lead: "Clients fill in the code on your own website and come into the right session.",
    tags: ["widget", "website", "snippet", "html", "script", "embed", "wordpress", "link", "button"],
    body: [
      picture("widget"),
      steps(
        "Go to **Settings**, **Your website**.",
        "Choose language, text and colour. At the right you see the real entrance.",
        "Copy the snippet and paste it into your website, or give it to who builds your website.",
      ),
      pairs(
        ["**With a script**", "Looks best. The field makes the code readable while one types."],
        ["**Without a script**", "Plain HTML, for websites that allow no scripts of others."],
        ["**Just a link**", "For a button, a menu or under your e-mail."],
      ),
      note(
        "The entrance reads nothing on your website and keeps nothing. It only sends the visitor on to the session.",
      ),
    ],
  },
  security: {
    title: "Security and privacy",
    lead: "How a session is protected, and what is kept.",
    tags: ["gdpr", "encrypted", "encryption", "https", "recording", "keep", "data", "safe", "hack"],
    body: [
      list(
        "All traffic is encrypted. Sound and picture go straight between the participants where possible.",
        "Nothing is recorded.",
        "The code cannot be guessed: who tries wrong codes too often has to wait.",
        "A client can click nothing without [[input-rights|your permission]]. The server guards that.",
        "With [[blur-screen|Blur screen]] no sharp picture leaves the device of who shares.",
        "A [[web-page|web page]] runs walled off on the server, does not reach your network, and is erased when it is closed.",
        "Data of one office is invisible to other offices.",
      ),
      title("What is kept"),
      text(
        "The [[record|record]], the chat, the evaluations and the shared files, on the server of your office.",
      ),
      title("What you do yourself"),
      list(
        "Give the code only to who you expect, and look under [[participants|Participants]] who is inside.",
        "Turn on the [[account|second step]] for your account.",
        "Preferably share one window or tab.",
      ),
    ],
  },
};
