import { type Group, list, note, picture, steps, text, title } from "../types";

export const start: Group<"start"> = {
  "start-session": {
    title: "Starting a session",
    lead: "One click opens a session in a new tab.",
    tags: ["begin", "open", "new session", "start button", "icon", "tab", "call", "meeting"],
    body: [
      picture("start"),
      steps(
        "Click **Start session** at the top left. It is the button with the screen and the arrow.",
        "A new tab opens. The session begins there by itself.",
        "The [[session-code|session code]] is at the top right. Give it to your client.",
      ),
      title("Nothing happens"),
      text(
        "If your browser stops new tabs, you see a plain link to the session. Click it, or allow new tabs for this address.",
      ),
      title("Back to a running session"),
      text(
        "Closed the tab by accident? The dashboard shows the session under **Running now**. Click **Back to the session**. The others simply stay inside.",
      ),
    ],
  },
  "session-code": {
    title: "The session code",
    lead: "Nine digits that let your client in. They are at the top right of the session.",
    tags: ["access code", "digits", "link", "qr", "copy", "mail", "invite", "log in"],
    body: [
      picture("code"),
      text("Every session has a code of its own. Pass it on as it suits you:"),
      list(
        "**Read it out**: three times three digits, for instance 482 917 356.",
        "**Copy**: the icon beside the code copies the digits.",
        "**Link**: copies an address that leads straight into the session.",
        "**QR code**: your client scans it with a phone or tablet.",
        "**Mail**: fill in the e-mail address, and your client gets the code and the link.",
      ),
      note("The code works as long as the session runs. After **End session** nobody gets in with it."),
      title("Your client cannot find the code"),
      text(
        "On the join page your client can choose **Send me the code again**. If the code of a running session was mailed to that address, the same mail goes out once more.",
      ),
    ],
  },
  joining: {
    title: "Joining a session",
    lead: "For clients: you fill in the code and you are in. You need no account.",
    tags: ["client", "customer", "take part", "enter code", "install", "browser", "account", "log in"],
    body: [
      picture("join"),
      steps(
        "Open the address that your adviser gave you.",
        "Fill in the nine digits. Spaces and dashes are fine.",
        "Click **Join** and fill in your name.",
        "See whether your [[preview|camera and microphone]] work, or skip that.",
      ),
      text("Did you get a link? Then you need not fill in the code."),
      title("The code does not work"),
      list(
        "**This code is not in use**: check the digits, or ask your adviser for the code.",
        "**This session has ended**: the code no longer works. Ask your adviser for a new one.",
        "**The session is full**: wait until somebody leaves, or call your adviser.",
        "**Too many attempts**: wait a moment, then try again.",
      ),
      note("You install nothing. A recent Chrome, Edge, Firefox or Safari is enough."),
    ],
  },
  preview: {
    title: "Checking camera and microphone first",
    lead: "Before you go in you see yourself, choose your devices and test the connection.",
    tags: ["test", "testing", "preview", "check", "echo", "connection", "speed test"],
    body: [
      list(
        "**Picture**: you see yourself as the other will see you.",
        "**Microphone**: speak. The bar moves when you can be heard.",
        "**Sound**: play a tone to hear whether your speaker works.",
        "**Connection**: we send sound and picture to our server and back, and measure how well that goes.",
      ),
      text(
        "Everything can be skipped. You can also go in without a camera or a microphone and turn them on later.",
      ),
      text("Advisers see on the dashboard whether camera and connection are fine."),
      note(
        "Does the browser ask nothing, or did you refuse before? Read [[permissions|Permission for camera and microphone]].",
      ),
    ],
  },
  phone: {
    title: "On a phone or tablet",
    lead: "It works on a phone. A laptop or computer is easier to read.",
    tags: ["mobile", "iphone", "android", "ipad", "small screen", "smartphone"],
    body: [
      text(
        "On a small screen a shared screen is harder to read. That is why you see a hint at the start. You can simply go on.",
      ),
      list(
        "The bar has five buttons: Microphone, Camera, Chat, More and Leave. The rest is under **More**.",
        "Hold the phone sideways for a larger picture.",
        "Zoom in with two fingers.",
        "Most phones cannot share their own screen. The button then says so.",
      ),
      note("Use wifi if you can. Turn off power saving: it may stop the camera."),
    ],
  },
};
