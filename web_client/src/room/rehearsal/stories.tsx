/**
 * The room to look at without a server: `npm run dev`, then /dev/room.html?story=NAME&lang=nl&scheme=dark&office=%23aa0000.
 * Not part of the build.
 */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../../i18n";
import { SamenProvider, startPreferences } from "../../ui";
import { RoomProvider } from "../context";
import { RoomView } from "../RoomView";
import {
  adviser,
  asClient,
  both,
  file,
  MINUTE,
  pictures,
  plan,
  remote,
  type Story,
  shares,
  withPictures,
} from "./cast";
import { PAGE_STORIES } from "./page-stories";
import { type Rehearsal, rehearse, START } from "./rehearsal";

const query = new URLSearchParams(window.location.search);

function ownShare(scene: Rehearsal): Rehearsal {
  scene.server.happen("marieke", shares("marieke"));
  scene.call.change({
    screen: {
      sharing: "yes",
      stream: plan(),
      surface: "window",
      blurred: false,
      pointerShown: false,
      available: true,
    },
  });
  return scene;
}

const STORIES: Record<string, Story> = {
  ...PAGE_STORIES,
  waiting: (pictures) => {
    const scene = adviser();
    scene.call.changeLocal({ picture: pictures.adviser });
    return scene;
  },
  start: (pictures) => withPictures(both("chat"), pictures),
  shares: (pictures) => ownShare(withPictures(both("chat"), pictures)),
  controls: (pictures) => {
    const scene = ownShare(withPictures(both("chat"), pictures));
    scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" });
    window.setTimeout(() => {
      scene.server.signal({
        type: "pointer",
        from: "jan",
        from_instance: "i-jan",
        x: 0.3,
        y: 0.42,
        visible: true,
      });
    }, 300);
    return scene;
  },
  blurred: (pictures) => {
    const scene = ownShare(withPictures(both("participants"), pictures));
    scene.server.happen("marieke", { type: "blur_asked", number: 1, by: "marieke" });
    scene.server.happen("marieke", { type: "blur_applied", number: 1 });
    return scene;
  },
  files: (pictures) => {
    const scene = withPictures(both("files"), pictures);
    scene.server.happen("marieke", file("f1", "Opdracht tot dienstverlening.pdf", "application/pdf", 3));
    scene.server.happen("marieke", file("f2", "Rentevoorstel Noorderbank.pdf", "application/pdf", 2, false));
    scene.server.happen("marieke", file("f3", "Huishoudplan Vermeulen.xlsx", "application/vnd.ms-excel", 0));
    return scene;
  },
  document: (pictures) => {
    const scene = STORIES.files?.(pictures) ?? adviser();
    scene.server.happen("marieke", { type: "document_shown", file_id: "f1", page: 1, by: "marieke" });
    return scene;
  },
  client: (pictures) => {
    const scene = asClient(both(), pictures);
    scene.server.happen("marieke", shares("marieke"));
    scene.call.change({ remote: { marieke: remote(pictures.adviser, plan(), 0.4) } });
    return scene;
  },
  clientWelcome: (pictures) => asClient(both(), pictures),
  clientBlurred: (pictures) => {
    const scene = STORIES.client?.(pictures) ?? adviser();
    scene.server.happen("marieke", { type: "blur_asked", number: 1, by: "marieke" });
    scene.server.happen("marieke", { type: "blur_applied", number: 1 });
    scene.call.change({ quality: "weak" });
    return scene;
  },
  clientAsked: (pictures) => {
    const scene = STORIES.client?.(pictures) ?? adviser();
    window.setTimeout(() => {
      scene.server.happen("marieke", { type: "share_asked", participant_id: "jan", by: "marieke" });
      scene.server.happen("marieke", { type: "input_granted", participant_id: "jan" });
    }, 200);
    return scene;
  },
  lobby: () => {
    const scene = rehearse({ self: "jan", info: { role: "client", name: "Jan", code: null } });
    scene.server.happen("system", {
      type: "participant_waiting",
      participant_id: "jan",
      name: "Jan Vermeulen",
      role: "client",
      language: "nl",
    });
    return scene;
  },
  questions: (pictures) => {
    const scene = withPictures(both(), pictures);
    window.setTimeout(() => {
      scene.server.happen("system", {
        type: "participant_waiting",
        participant_id: "tom",
        name: "Tom Bakker",
        role: "client",
        language: "nl",
      });
      scene.server.happen("jan", { type: "share_requested", participant_id: "jan" });
      scene.ui.tell("danger", "Er deelt al iemand een scherm. Laat dat eerst stoppen.", 0);
    }, 200);
    return scene;
  },
  lost: (pictures) => {
    const scene = withPictures(both("chat"), pictures);
    window.setTimeout(() => scene.server.lose(), 400);
    return scene;
  },
  moved: (pictures) => {
    const scene = withPictures(both("chat"), pictures);
    window.setTimeout(() => scene.server.move(), 300);
    return scene;
  },
  ended: (pictures) => {
    const scene = both();
    scene.server.now = START + 46 * MINUTE;
    scene.server.happen("marieke", { type: "session_ended", reason: "host" });
    return withPictures(scene, pictures);
  },
  clientEnded: (pictures) => {
    const scene = asClient(both(), pictures);
    scene.server.now = START + 46 * MINUTE;
    scene.server.happen("marieke", { type: "session_ended", reason: "host" });
    return scene;
  },
};

async function play(): Promise<void> {
  const scheme = query.get("scheme");
  if (scheme) localStorage.setItem("samen.appearance", scheme);
  startPreferences();
  startLanguage();
  const story = STORIES[query.get("story") ?? "waiting"];
  const element = document.getElementById("root");
  if (story === undefined || element === null) {
    document.body.textContent = Object.keys(STORIES).join(" ");
    return;
  }
  const scene = story(await pictures());
  scene.store.start();
  createRoot(element).render(
    <SamenProvider officeColour={query.get("office")}>
      <RoomProvider room={scene.room}>
        <RoomView onReturn={() => window.location.reload()} />
      </RoomProvider>
    </SamenProvider>,
  );
}

void play();
