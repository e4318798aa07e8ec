import { type Group, list, note, pairs, steps, text, title } from "../types";

export const page: Group<"page"> = {
  "web-page": {
    title: "Opening a web page",
    lead: "You open a website and everybody sees it at once. The client need not do anything.",
    tags: ["co-browsing", "website", "internet", "address bar", "search", "url", "tab", "browser"],
    body: [
      steps(
        "Click **Address** at the top, or choose a [[page-tiles|tile]].",
        "Type an address, such as rentewijzer.nl, and press Enter.",
        "The page opens for everybody. Above it stands who controls it and who watches.",
      ),
      text(
        "The website runs in a browser on the server. Nobody installs anything, and no file or tab of your own computer comes along.",
      ),
      title("What else you can do"),
      list(
        "**Back, forward and reload** are left of the address.",
        "**Tabs** stand above the page. Everybody sees the same tab.",
        "**Larger or smaller**: under Page, at the right above the page.",
        "**Switching**: when you open a document or somebody shares a screen, you choose what is shown. The web page stays open.",
        "**Searching by words** works when your office has chosen a search engine.",
      ),
      text("Done? Choose **More about this page** and then **Stop with this page**. The meeting goes on."),
      note(
        "After closing everything is gone: cookies, sign-ins and what was filled in. Next time the browser begins empty.",
      ),
    ],
  },
  "page-control": {
    title: "Who controls the web page",
    lead: "One person clicks and types at a time, and everybody sees who.",
    tags: ["control", "take over", "drive", "click", "type", "mouse", "keyboard", "input"],
    body: [
      text("Whoever opens the page controls it. The strip above the page says the name."),
      pairs(
        ["**Adviser**", "May always control. Click in the page and you have it."],
        ["**Client**", "Only when you give [[input-rights|input rights]]. A click in the page takes over."],
        ["**Watcher**", "Sees everything, but clicking and typing does nothing."],
      ),
      list(
        "Taking over is instant. Keys that were still down are let go.",
        "When you take input rights back, nothing that was under way counts any more. Not even in mid-word.",
        "Only looking? Choose **Stop controlling**. Then nobody controls.",
      ),
      note("Your keys go to the page while you work in it. F6 takes you out."),
    ],
  },
  "page-hidden": {
    title: "Hidden fields and blurring",
    lead: "Passwords, card numbers, IBAN and citizen service numbers are dots to the others.",
    tags: ["password", "iban", "bsn", "credit card", "pin", "privacy", "dots", "secret"],
    body: [
      text(
        "Whoever fills in such a field sees what it says. All others see dots, the adviser too. The server hides it before a picture is made: it ends up nowhere else.",
      ),
      list(
        "When somebody else takes over, they see dots as well.",
        "Only the person who filled it in can copy from such a field.",
        "An eye in the page that shows the password changes nothing about that.",
        "Your administrator can have [[browsing-rules|more hidden]].",
      ),
      title("Hiding the whole page for a moment"),
      text(
        "Click **Blur screen**. The server then sends clients nothing but a haze, and no titles, addresses or [[page-outline|outline]] either. Advisers keep seeing the page sharp. **Show again** makes it sharp.",
      ),
      note("Other information, such as a balance or a name, is simply visible. Blur the page when in doubt."),
    ],
  },
  "page-files": {
    title: "Files and the web page",
    lead: "Downloads come to the files of the meeting. Uploads are taken from there too.",
    tags: ["download", "upload", "attachment", "pdf", "form", "send", "print", "copy"],
    body: [
      title("Downloading"),
      text(
        "When you download something on the page, it is under **Files** a moment later. There you share or keep it.",
      ),
      title("Uploading"),
      steps(
        "Put the file under **Files** first.",
        "Click the button for uploading on the page.",
        "Choose the file from the list of this meeting.",
      ),
      note(
        "A website never reaches the files on anybody's own computer. Nor does it get camera, microphone or location.",
      ),
      text("Copy and paste work with the usual keys for whoever controls."),
    ],
  },
  "page-tiles": {
    title: "Tiles and favourites",
    lead: "Websites that you use often open with one click.",
    tags: ["favourite", "tile", "star", "bookmark", "shortcut", "start page", "often used"],
    body: [
      text(
        "While nothing is shown yet, you see the tiles by themselves. Later you open them with **Tiles and favourites** beside the address. What you use most stands first.",
      ),
      list(
        "**My favourites** are seen by you alone. Click the star beside the address to keep a page.",
        "**Tiles of the office** are seen by all your colleagues. Only an administrator changes them.",
        "With **Edit** you change name, address and caption, or take something away.",
      ),
      note("The picture of a website comes by itself once it has been opened."),
    ],
  },
  "page-outline": {
    title: "The web page as an outline",
    lead: "Read and use a web page without its picture and without a mouse.",
    tags: [
      "screen reader",
      "blind",
      "low vision",
      "accessibility",
      "keyboard",
      "headings",
      "nvda",
      "voiceover",
    ],
    body: [
      steps(
        "Press O, or choose **More about this page** and then **Page outline**.",
        "Read the headings, texts, links, buttons and fields in the order of the page.",
        "May you click along? Then press Enter on a button or link. In a field you type and press Enter.",
      ),
      list(
        "When somebody else controls, the first thing you do takes over.",
        "When the page changes, you stay where you were.",
        "With **Show** you choose headings alone, links and buttons, or fields.",
        "Hidden fields say that they are hidden.",
      ),
      text("Without input rights you read along. When the page is blurred, the outline is empty too."),
    ],
  },
  "page-client": {
    title: "For clients: a web page together",
    lead: "What you see, what your adviser sees, and what happens to your data.",
    tags: ["client", "customer", "privacy", "password", "safe", "data", "digid", "bank"],
    body: [
      pairs(
        ["**What do I see?**", "The web page that your adviser opens. You need not install anything."],
        [
          "**May I click?**",
          "When your adviser allows it. Then you read that you may click along. Stop any time.",
        ],
        [
          "**Does my adviser see my password?**",
          "No. What you type in a password field, only you see. Others see dots.",
        ],
        [
          "**What does my adviser see?**",
          "The rest of the page, also after signing in. Ask for the page to be blurred if need be.",
        ],
        ["**Can somebody get at my computer?**", "No. The web page runs on the server, not at your place."],
        [
          "**What is kept?**",
          "The record names which websites were open and who controlled. Not what you typed, and not what the page said.",
        ],
      ),
      note(
        "If you sign in to a website, sign out again too. When the page is closed everything is erased, your sign-in as well.",
      ),
      text(
        "Cannot see the page well? Use [[page-outline|the outline]], or enlarge the page with the buttons for zooming.",
      ),
    ],
  },
  "page-trouble": {
    title: "A web page does not open",
    lead: "What the message means and what you can do.",
    tags: ["error", "message", "blocked", "does not work", "slow", "queue", "certificate", "crashed"],
    body: [
      pairs(
        [
          "**Blocked**",
          "Your office does not allow this website. An administrator can [[browsing-rules|change that]].",
        ],
        [
          "**Cannot be looked at together**",
          "The address belongs to a private network or is no website. Only public websites open.",
        ],
        ["**Does not exist**", "There is a slip in the address."],
        [
          "**Not properly secured**",
          "The website's certificate is wrong. We do not open it, because somebody could read along.",
        ],
        ["**Does not answer**", "The website is away or slow. Try again."],
        ["**All browsers are taken**", "You are in the queue and see your place. The page opens by itself."],
        ["**Crashed**", "One click brings the last address back. What was filled in may be gone."],
        [
          "**Refuses a robot**",
          "Some websites let no browser on a server in. Share your [[share-screen|screen]] then.",
        ],
      ),
      title("The picture is slow or not sharp"),
      text(
        "Choose **More about this page** and then **Diagnostics**. There it says how the picture comes, why so, and how fast. On a narrow line the picture gets less sharp first; when the page stands still it gets sharp again.",
      ),
      note(
        "No sound of the page? See whether **Sound** is on. Under **Diagnostics** it says whether the server can give sound.",
      ),
    ],
  },
};
