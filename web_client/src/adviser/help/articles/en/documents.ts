import { type Group, list, note, steps, text } from "../types";

export const documents: Group<"documents"> = {
  documents: {
    title: "Documents",
    lead: "Everything shared with clients, and what they sent.",
    tags: ["files", "overview", "storage", "versions", "search", "dossier"],
    body: [
      text(
        "Above the list you see how many documents there are of each kind. Click a counter to see only those.",
      ),
      list(
        "Search looks in names and in the text of documents.",
        "Behind **⋯** are **New version**, **Rename**, **Delete** and more. For 30 days you can bring back what was deleted.",
        "Signed documents and their log come to the client by themselves.",
      ),
      text(
        "At the right is **My documents**: your own stock to share from. Colleagues do not see it. Below it you see how much storage your office uses. An administrator sets how much it may be under **Settings**, **Office**.",
      ),
    ],
  },
  "documents-share": {
    title: "Share a document",
    lead: "With one or more clients, or for your office alone.",
    tags: ["share", "send", "link", "internal", "message", "sign"],
    body: [
      steps(
        "Click **Add document** and choose one or more clients.",
        "Choose a file from this computer, or one from **My documents**.",
        "Choose **Available to client**, type a message and click **Send**.",
      ),
      text(
        "Each client gets a link of their own, which works for 90 days. The list says **Opened** once they have.",
      ),
      note("**For internal use only** means that the client never sees it, not even with an older link."),
      text(
        "Does a PDF need a signature? On the client’s page choose **Sign** and the right e-mail address. See [[sign-document|having a document signed]].",
      ),
    ],
  },
  "documents-ask": {
    title: "Ask for a document",
    lead: "The client gets a button, and sends it safely.",
    tags: ["request", "ask", "upload", "reminder"],
    body: [
      steps(
        "Click **Request a document** and choose whom you ask.",
        "Write which document you need. Change subject and text if you like.",
        "Click **Send**. The e-mail has a button **Share document**.",
      ),
      text(
        "The client chooses a file or takes a photo. The request then closes by itself, and you get an e-mail.",
      ),
      list(
        "Under **Requested** you see who has sent nothing yet. **Remind** sends the e-mail again.",
        "After **No longer needed** the link no longer works.",
      ),
    ],
  },
};
