import { type Group, list, note, pairs, steps, text, title } from "../types";

export const trouble: Group<"trouble"> = {
  permissions: {
    title: "Permission for camera and microphone",
    lead: "The browser asks once. If you refused, this is how you turn it on again.",
    tags: [
      "refused",
      "access",
      "allow",
      "block",
      "padlock",
      "chrome",
      "edge",
      "firefox",
      "safari",
      "screen recording",
    ],
    body: [
      pairs(
        [
          "**Chrome and Edge**",
          "Click the icon with the sliders or the padlock at the left of the address bar. Turn on **Camera** and **Microphone** and reload the page.",
        ],
        [
          "**Firefox**",
          "Click the crossed-out camera or microphone icon at the left of the address bar. Remove the block and reload the page.",
        ],
        [
          "**Safari on a Mac**",
          "In the menu **Safari** choose **Settings for This Website** and allow Camera and Microphone.",
        ],
        [
          "**iPhone and iPad**",
          "Tap **aA** in the address bar, then **Website Settings**, and allow Camera and Microphone.",
        ],
        [
          "**Android**",
          "Tap the icon at the left of the address bar, then **Permissions**, and allow Camera and Microphone.",
        ],
      ),
      title("The computer itself refuses"),
      list(
        "**Windows**: Settings, Privacy & security, Camera (and Microphone): allow your browser.",
        "**Mac**: System Settings, Privacy & Security, Camera (and Microphone): turn your browser on. For sharing also under **Screen Recording**.",
      ),
      note("You can do without: you see, hear and chat along all the same."),
    ],
  },
  connection: {
    title: "The connection stutters or drops",
    lead: "We reconnect by ourselves. This is what you can do.",
    tags: [
      "internet",
      "wifi",
      "slow",
      "outage",
      "stutter",
      "offline",
      "vpn",
      "firewall",
      "company network",
      "weak",
    ],
    body: [
      title("The connection is weak"),
      list(
        "Turn the [[camera|camera]] off. The sound usually gets good then.",
        "Go closer to the router, or use a cable.",
        "Close programs that load a lot, such as films or backups.",
        "Turn off a VPN if you may.",
      ),
      title("Connection lost"),
      text(
        "When the internet drops, you see it within two seconds. As soon as it is back, the session goes on. Chat and files are still there. You need not do anything.",
      ),
      title("Sound and picture do not arrive at all"),
      text(
        "Some company networks let little through. Samen then tries other ways by itself, also over the same port as ordinary websites. If that fails, try another network, for instance that of your phone.",
      ),
      note("Closed the laptop or reloaded the page? Open it again: you are back as the same participant."),
    ],
  },
  "no-sound-or-picture": {
    title: "No sound or no picture",
    lead: "Go through this list from top to bottom.",
    tags: [
      "i hear nothing",
      "they cannot hear me",
      "black picture",
      "silent",
      "echo",
      "camera does not work",
      "microphone does not work",
    ],
    body: [
      title("You do not hear the other"),
      steps(
        "Is **Sound** on in the bar?",
        "Does it say **Turn sound on**? Click it: some browsers play only after a click.",
        "Choose another speaker: the small arrow beside [[sound|Sound]].",
        "Is the volume of your device high enough?",
      ),
      title("The other does not hear you"),
      steps(
        "Is **Microphone** on in the bar, and not **Muted**?",
        "Does the bar under [[microphone|Choose microphone]] move when you speak? If not, choose another.",
        "Does your headset have a mute button of its own?",
        "May the browser use it? See [[permissions|Permission]].",
      ),
      title("The other does not see you"),
      steps(
        "Is **Camera** on in the bar?",
        "Is there a slider in front of the camera?",
        "Does another program use the camera, such as Teams or Zoom? Close it.",
        "Choose another camera: the small arrow beside [[camera|Camera]].",
      ),
    ],
  },
};
