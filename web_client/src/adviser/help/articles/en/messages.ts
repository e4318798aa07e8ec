import { type Group, list, note, pairs, steps, text, title } from "../types";

export const messages: Group<"messages"> = {
  messages: {
    title: "Sending a message",
    lead: "Write to a client, or to many at once, and see whether it arrives.",
    tags: ["mail", "e-mail", "newsletter", "send", "sent", "delivered"],
    body: [
      text("On a client’s page: **Message**. Or **New**, **Message**, and choose the client first."),
      steps(
        "Choose the address, and in whose name you write. The answer goes to that colleague.",
        "Choose a template, or write yourself. **Insert a detail** puts the first name in its place, for example.",
        "Is it about an appointment? Choose it: then the mail gets the link and the code of that appointment.",
        "Look at the **Preview**, and click **Send**.",
      ),
      title("To many"),
      text(
        "Select clients in the list and choose **Message**. Each gets a mail of their own. If it is an offer or news, say so: those who unsubscribed do not get it, and below stands a link to unsubscribe.",
      ),
      title("Did it arrive?"),
      pairs(
        ["**Sent**", "Your mail server has taken the mail."],
        [
          "**Delivered**",
          "The receiver’s mail server said that the mail is there. Not every server says so.",
        ],
        [
          "**Came back**",
          "The address does not exist, or the mail was refused. If nobody reads that address, nothing goes to it any more.",
        ],
        ["**Waiting**", "No mail server is set."],
      ),
    ],
  },
  "message-templates": {
    title: "Changing messages",
    lead: "The mails that leave by themselves, and templates of your own.",
    tags: ["template", "tag", "schermdelen_link", "text", "house style"],
    body: [
      text(
        "**Settings**, **Messages**. Administrators change the mails that leave by themselves; everybody makes templates of their own to choose for a message.",
      ),
      list(
        "A message is made of blocks: text, a button, details, the code. You can move them and take them away.",
        "**Insert a detail** puts a tag at the cursor. When the message leaves, the detail itself comes there.",
        "On the right you see the message as it leaves, with a client of your choice. **Test mail to myself** sends it to you.",
        "**Back to the default** takes away what you changed.",
      ),
      title("The link to the meeting"),
      pairs(
        ["**%SCHERMDELEN_HREF%**", "The link behind words or a button."],
        ["**%SCHERMDELEN_LINK%**", "The link itself, to be read."],
      ),
      note(
        "A tag that does not exist stops the message and is named. Where a detail has no value, such as the code of an appointment at the office, that row or button is left out.",
      ),
    ],
  },
};
