import { type Group, list, note, pairs, shortcuts, steps, text, title } from "../types";

export const together: Group<"together"> = {
  "client-view": {
    title: "What your client sees",
    lead: "Only what you share. Never your whole screen by itself.",
    tags: ["privacy", "client", "customer", "picture", "visible", "desktop", "pointer"],
    body: [
      pairs(
        ["**Screen**", "Only the screen, window or tab that you choose at [[share-screen|Share screen]]."],
        ["**Camera**", "Your picture, if your camera is on."],
        [
          "**Web page**",
          "The [[web-page|page]] that you open, without your own tabs. Passwords filled in are [[page-hidden|dots]].",
        ],
        ["**Documents**", "Files that you share with everybody or with this client."],
        [
          "**Pointer**",
          "Your mouse, only if the client has [[input-rights|input rights]] or the laser pointer is on.",
        ],
        ["**Chat**", "All messages. Those from before coming in only if your office sets it so."],
      ),
      text(
        "With [[blur-screen|Blur screen]] your client sees a blur. You see the same blur, so you know what can be seen.",
      ),
      note("Above the shared picture it always says who shares and who watches."),
    ],
  },
  devices: {
    title: "Choosing devices",
    lead: "Choose which microphone, camera and speaker you use, also during the session.",
    tags: ["headset", "bluetooth", "usb", "webcam", "switch", "headphones", "device", "set up"],
    body: [
      steps(
        "Click the small arrow beside [[microphone|Microphone]], [[camera|Camera]] or [[sound|Sound]].",
        "Choose a device from the list. It works at once.",
      ),
      list(
        "When you plug in something new, it appears in the list by itself.",
        "When a device drops out, we go on with another one and say which.",
        "Your choice is remembered on this device.",
      ),
      note(
        "Echo? Use a headset, or turn the sound down. If two people sit in one room, turn one microphone off.",
      ),
    ],
  },
  "background-blur": {
    title: "Background blur",
    lead: "Only you are sharp. The room behind you becomes a blur.",
    tags: ["background", "blur", "haze", "room", "mess", "virtual background", "camera"],
    body: [
      steps("Click the small arrow beside [[camera|Camera]].", "Turn on **Background blur**."),
      text(
        "The first time takes a few seconds: a small helper program is loaded. The blurring happens on your own device.",
      ),
      note("It takes computing power. If your picture stutters, turn it off again."),
    ],
  },
  lobby: {
    title: "The waiting room",
    lead: "Clients wait for a moment, until you let them in.",
    tags: ["lobby", "wait", "admit", "let in", "refuse", "door"],
    body: [
      text("If the waiting room is on, you see a card as soon as somebody waits."),
      steps("Read the name.", "Choose **Let in** or **Turn away**."),
      list(
        "For all sessions: **Settings**, **Office**, **Waiting room**.",
        "For this session only: open [[participants|Participants]] and turn **Let new people wait** on or off.",
      ),
      note("Who waits sees and hears nothing of the session yet. Colleagues of your office need not wait."),
    ],
  },
  evaluation: {
    title: "The evaluation",
    lead: "After the session everybody chooses a face and writes something if they like.",
    tags: ["review", "stars", "feedback", "opinion", "satisfied", "survey", "rating"],
    body: [
      text(
        "The page appears by itself after the end. Skipping is always fine. Answers can be given until a day after the session.",
      ),
      list(
        "A face: from **Bad** to **Great**.",
        "What helped, for instance a clear explanation.",
        "A few words, if you like.",
      ),
      text(
        "The adviser sees the answer on the dashboard and under **Sessions**. An administrator sees the answers of the whole office.",
      ),
    ],
  },
  record: {
    title: "The record of a session",
    lead: "Who was there, when, and what was shared and switched. Without a recording.",
    tags: ["log", "proof", "file", "download", "pdf", "json", "archive", "recording", "audit"],
    body: [
      steps("Go to **Sessions** and open one.", "Under **Record** choose a PDF, a JSON file or the chat."),
      title("What is in it"),
      list(
        "Who came in and left, with the times.",
        "What was shared, blurred and ended, and who had input rights.",
        "The names of files, with a checksum of their contents.",
      ),
      title("What is not in it"),
      text("Picture, sound and what was on the shared screen. Samen records nothing."),
      note("Each line carries a checksum of the line before. If somebody changes anything later, it shows."),
    ],
  },
  shortcuts: {
    title: "Keyboard shortcuts",
    lead: "Everything in the session works by keyboard.",
    tags: ["keys", "accessible", "shortcut", "hotkey", "ctrl", "fast"],
    body: [
      text("Press **?** in the session for the whole list. Shortcuts do not work while you type."),
      shortcuts(),
      pairs(
        ["**Tab** and **Shift + Tab**", "To the next or previous button"],
        ["**Space** or **Enter**", "Press the chosen button"],
      ),
      title("On the dashboard"),
      pairs(["**Ctrl + K** (Mac: **Cmd + K**)", "Search clients, appointments, documents, pages and help"]),
    ],
  },
};
