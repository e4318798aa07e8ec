import { type Group, list, note, picture, steps, text, title } from "../types";

export const bar: Group<"bar"> = {
  "button-bar": {
    title: "The button bar",
    lead: "Ten functions at the bottom of the session, always in the same order.",
    tags: ["buttons", "bar", "menu", "functions", "overview", "diagram", "bottom"],
    body: [
      picture("bar"),
      text("Under each button words say whether it is on or off. Click a number above for an explanation."),
      list(
        "A filled button is **on**, an outlined one is **off**.",
        "A dark button with a stroke is **muted**.",
        "A dashed line means: not possible now. The reason is below it.",
        "Orange asks for attention: you share now, or there is something new.",
      ),
      text(
        "A client has eight buttons: no Input rights, Blur screen only while sharing, and the last is **Leave session**. On a phone there are five.",
      ),
      text("Everything works by keyboard too: see [[shortcuts|Keyboard shortcuts]]."),
    ],
  },
  participants: {
    title: "Participants",
    lead: "Who is inside, with camera, microphone and connection.",
    tags: ["present", "list", "who", "mute", "remove", "name", "rename", "colleague"],
    body: [
      picture("bar", 1),
      text(
        "For each person you see the name, the role, whether camera and microphone are on, how good the connection is, and who shares.",
      ),
      title("What the adviser can do"),
      list(
        "**Rename**: for instance from 'Jan' to 'Jan and Els'.",
        "**Mute**: that person alone can turn it on again. You can ask for it.",
        "**Remove**: somebody leaves at once and cannot return with the same link.",
        "**Make co-host**: a colleague of your office gets the same rights as you.",
      ),
      text("If the [[lobby|waiting room]] is on, this is where you let people in."),
    ],
  },
  "input-rights": {
    title: "Input rights",
    lead: "You decide whether a client may click along. It is always off at first.",
    tags: [
      "rights",
      "click",
      "type",
      "control",
      "mouse",
      "pointer",
      "laser pointer",
      "permission",
      "privacy",
    ],
    body: [
      picture("bar", 2),
      steps(
        "Click **Input rights**.",
        "Turn on **May click along** beside the name of your client.",
        "Your client is told at once. Turning it off goes the same way.",
      ),
      title("What a client can do then"),
      list(
        "Click and type in a [[web-page|web page]], and take [[page-control|control]].",
        "Point at the shared screen and in a document. You see the pointer with the name.",
        "Turn pages in a document that is shown.",
        "See your pointer. Without input rights the client does not see it.",
      ),
      note(
        "If you share a tab, Chrome or Edge always shows your mouse pointer in it. The strip above the picture then says so. Share a window or the whole screen to hide it.",
      ),
      text("The server guards this. Without your permission no click or key of a client gets through."),
      note(
        "The **laser pointer** shows your pointer to everybody, also without input rights. It is off until you turn it on.",
      ),
    ],
  },
  "blur-screen": {
    title: "Blur screen",
    lead: "Hide the shared screen or the web page for a moment, for instance for a password or somebody else's file.",
    tags: ["blur", "haze", "hide", "privacy", "sensitive", "cover"],
    body: [
      picture("bar", 3),
      text(
        "Click **Blur screen**. For viewers the picture is covered at once. Click again to make it sharp.",
      ),
      list(
        "The blurring happens on the device of who shares. No sharp picture leaves it any more.",
        "Only when that is certain it says **On**.",
        "You see what your clients see: a blur with stripes.",
        "A [[web-page|web page]] is blurred on the server. Only advisers still see it sharp.",
      ),
      text(
        "Does your client share the screen? Then both of you can blur. The button works only while somebody shares or a web page is open.",
      ),
      note("Sound goes on. Turn off your [[microphone|microphone]] too if you need to."),
    ],
  },
  files: {
    title: "Files",
    lead: "Share a file, look at it together, or take it back.",
    tags: ["documents", "pdf", "upload", "download", "drag", "attachment", "photo", "send"],
    body: [
      picture("bar", 4),
      steps(
        "Click **Files**.",
        "Drag a file onto the window, or choose it on your computer. You see how far it is and can stop it.",
        "Choose who sees it: **Everyone** or **Only advisers**.",
      ),
      title("Looking together"),
      text(
        "Open PDFs and pictures inside the session with **Show on the stage**. When you turn a page, everybody follows. A client with [[input-rights|input rights]] can turn pages too.",
      ),
      title("Taking back and keeping"),
      list(
        "**Withdraw** takes a file away for everybody. Who downloaded it already keeps it.",
        "**Download** goes by a link that is valid for a short time.",
        "Having it signed works too: with [[sign-together|the pencil beside a PDF]].",
        "Any kind of file is fine, up to the limit of your office (usually 100 MB).",
      ),
    ],
  },
  "share-screen": {
    title: "Share screen",
    lead: "Show your whole screen, one window or one tab.",
    tags: ["screen", "window", "tab", "present", "watch", "stop sharing", "screen share"],
    body: [
      picture("bar", 5),
      steps(
        "Click **Share screen**.",
        "The browser asks what to share: a screen, a window or a tab.",
        "Choose and confirm. Above the picture it now says that you share.",
      ),
      note(
        "Preferably share one tab or window. The rest of your screen then stays yours, and so does your mail.",
      ),
      title("Letting the client share"),
      list(
        "**You ask**: choose the name. Your client decides whether, and what you see.",
        "**Your client asks**: you allow it, or not.",
      ),
      text(
        "Stop with the same button or with the browser's own bar. One person shares at a time. Text stays sharp; on a weak connection the picture gets slower first.",
      ),
    ],
  },
  chat: {
    title: "Chat",
    lead: "Write messages and links to everybody in the session.",
    tags: ["message", "text", "type", "link", "emoji", "keep conversation"],
    body: [
      picture("bar", 6),
      list(
        "Everybody in the session reads along. A message has at most 2,000 characters.",
        "Links can be clicked and open in a new tab.",
        "When the chat is closed, the button says how many new messages there are.",
        "**Enter** sends, **Shift + Enter** begins a new line.",
      ),
      title("For the adviser"),
      list(
        "You turn the chat on or off for everybody.",
        "You download the chat during the session, or later under **Sessions**.",
        "Whether people who come later see earlier messages is a setting of the office.",
      ),
    ],
  },
  microphone: {
    title: "Microphone",
    lead: "Turn your microphone on or off, and choose which one you use.",
    tags: ["sound", "mute", "unmute", "speak", "headset", "noise", "noise suppression", "volume"],
    body: [
      picture("bar", 7),
      list(
        "Click **Microphone** to mute yourself or be heard again.",
        "The small arrow beside it opens **Choose microphone**. The bar shows whether you can be heard.",
        "**Noise suppression** takes away a fan or street sounds. Turn it off when you play music.",
      ),
      text(
        "An adviser comes in with microphone and camera on. What you turn off stays off on this device, next time too.",
      ),
      text("Did the adviser mute you? Then you turn the microphone on again yourself. Nobody else can."),
      text("If you plug in a headset during the session, we ask whether you want to use it."),
    ],
  },
  camera: {
    title: "Camera",
    lead: "Turn your camera on or off, choose a camera, or blur your background.",
    tags: ["webcam", "picture", "video", "face", "background"],
    body: [
      picture("bar", 8),
      list(
        "Click **Camera** to be seen or not.",
        "The small arrow beside it opens **Choose camera** and [[background-blur|Background blur]].",
        "The small pictures can be dragged.",
      ),
      text("When the camera is off, its light goes out too. The others see your name."),
      note("Is the connection weak? Turn the camera off. The sound then stays good."),
    ],
  },
  sound: {
    title: "Sound",
    lead: "Turn the sound of the others on or off, and choose your speaker.",
    tags: ["speaker", "headphones", "hear", "volume", "silent", "output", "loudspeaker"],
    body: [
      picture("bar", 9),
      list(
        "Click **Sound** to hear nothing any more. Another click turns it on again.",
        "The small arrow beside it opens **Choose speaker**.",
        "The others see that your sound is off. So they know that you do not hear them.",
      ),
      note(
        "Safari and some phones allow no choice of speaker. The menu then says so. Choose it in the settings of your device.",
      ),
    ],
  },
  "end-session": {
    title: "End session",
    lead: "Closes the session for everybody. A client only leaves it.",
    tags: ["stop", "close", "hang up", "done", "leave", "go away"],
    body: [
      picture("bar", 10),
      steps(
        "Click **End session**. We ask once.",
        "Everybody leaves the session. The code stops working.",
        "You and your clients see a short [[evaluation|evaluation]].",
      ),
      text(
        "A client has the button **Leave session**. With the same code the client can return as long as the session runs.",
      ),
      text(
        "Is everybody gone? Then the session closes by itself after a while. The office sets after how many minutes.",
      ),
    ],
  },
};
