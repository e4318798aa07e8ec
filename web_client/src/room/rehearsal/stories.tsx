/**
 * The room to look at without a server: `npm run dev`, then /dev/room.html?story=NAME&lang=nl&scheme=dark&office=%23aa0000.
 * Not part of the build.
 */
import { createRoot } from "react-dom/client";
import { startLanguage } from "../../i18n";
import { SamenProvider, startPreferences } from "../../ui";
import adviserPicture from "../../ui/pictures/adviser.svg";
import clientPicture from "../../ui/pictures/client.svg";
import { RoomProvider } from "../context";
import { RoomView } from "../RoomView";
import { RehearsedPage, TAB } from "./page";
import { type Rehearsal, type RehearsalOptions, rehearse, START } from "./rehearsal";
import { FAVOURITES, hazy, mortgage } from "./scenes";

const MINUTE = 60_000;
const query = new URLSearchParams(window.location.search);

async function camera(picture: string): Promise<MediaStream> {
  const image = new Image();
  image.src = picture;
  await image.decode();
  return drawn(640, 480, (context) => context.drawImage(image, 0, 0, 640, 480));
}

function drawn(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context) {
    draw(context);
    // A still canvas sends no frames.
    window.setInterval(() => draw(context), 200);
  }
  return canvas.captureStream(10);
}

/** A plan as somebody would show it: headings, a table, a chart. */
function plan(): MediaStream {
  return drawn(1600, 900, (context) => {
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, 1600, 900);
    context.fillStyle = "#f2f2f0";
    context.fillRect(0, 0, 1600, 56);
    context.fillStyle = "#1c2b26";
    context.font = "600 30px sans-serif";
    context.fillText("Kunnen Jan en Els hier blijven wonen?", 48, 130);
    context.font = "22px sans-serif";
    const rows = ["Inkomen per maand", "Hypotheek netto", "Vaste lasten", "Leven en vrije tijd", "Zorg"];
    rows.forEach((row, index) => {
      const y = 200 + index * 56;
      context.strokeStyle = "#d9dcd6";
      context.strokeRect(48, y - 36, 740, 56);
      context.fillText(row, 66, y);
      context.fillText(`€ ${3214 - index * 512}`, 640, y);
      context.fillStyle = "#1f6f56";
      context.fillRect(900 + index * 120, 600 - index * 40, 44, 40 * index + 60);
      context.fillStyle = "#ef9d4c";
      context.fillRect(948 + index * 120, 560 - index * 40, 44, 40 * index + 100);
      context.fillStyle = "#1c2b26";
    });
  });
}

const remote = (picture: MediaStream | null, screen: MediaStream | null = null, audioLevel = 0) => ({
  camera: picture,
  screen,
  audioLevel,
  connection: "connected" as const,
  quality: "good" as const,
});

type Panel = "chat" | "participants" | "files" | null;
type Story = (pictures: { adviser: MediaStream; client: MediaStream }) => Rehearsal;

function adviser(panel: Panel = null, options: Partial<RehearsalOptions> = {}): Rehearsal {
  const pageApi = {
    favourites: () => Promise.resolve({ favourites: FAVOURITES, may_edit_office: true }),
  };
  const scene = rehearse({ self: "marieke", panel, pageApi, ...options });
  scene.arrive("marieke", "Marieke de Boer", "host");
  return scene;
}

function both(panel: Panel = null, options: Partial<RehearsalOptions> = {}): Rehearsal {
  const scene = adviser(panel, options);
  scene.server.now += MINUTE;
  scene.arrive("jan", "Jan Vermeulen", "client");
  scene.server.happen("jan", said("jan", "m1", "We zien u goed. Els komt er zo bij."));
  scene.server.now += 5 * MINUTE;
  scene.arrive("els", "Els Vermeulen-Smit", "client");
  scene.server.happen("els", {
    type: "media_changed",
    participant_id: "els",
    microphone: "off",
    camera: "off",
    sound: "on",
    silenced: false,
  });
  scene.server.now += 3 * MINUTE;
  scene.server.happen("jan", said("jan", "m2", "Klopt het dat de rente na tien jaar kan stijgen?"));
  scene.server.now += MINUTE;
  scene.server.happen(
    "marieke",
    said("marieke", "m3", "Ja. Zet de looptijd maar op 20 jaar, dan ziet u het verschil."),
  );
  scene.server.happen("marieke", said("marieke", "m4", "https://rentewijzer.example/uitleg"));
  scene.server.now += 8 * MINUTE + 42_000;
  return scene;
}

const said = (participant_id: string, message_id: string, text: string) =>
  ({ type: "chat_sent", participant_id, message_id, text }) as const;

const file = (file_id: string, name: string, media_type: string, pages: number, everyone = true) =>
  ({
    type: "file_added",
    file_id,
    participant_id: "marieke",
    name,
    size: 1_240_000,
    media_type,
    sha256: "0",
    pages,
    everyone,
  }) as const;

const shares = (participant_id: string) =>
  ({ type: "screen_shared", participant_id, stream_id: "screen", surface: "window" }) as const;

function asClient(
  scene: Rehearsal,
  pictures: { adviser: MediaStream; client: MediaStream },
  options: Partial<RehearsalOptions> = {},
): Rehearsal {
  const client = rehearse({
    self: "jan",
    ...options,
    info: { role: "client", name: "Jan Vermeulen", code: null, link: null },
  });
  for (const entry of scene.server.entries.slice(1)) {
    client.server.now = entry.at;
    client.server.happen(entry.actor, ...entry.events);
  }
  client.server.now = scene.server.now;
  client.call.changeLocal({ picture: pictures.client });
  client.call.change({ remote: { marieke: remote(pictures.adviser, null, 0.4) } });
  return client;
}

const withPictures = (
  scene: Rehearsal,
  { adviser: own, client }: { adviser: MediaStream; client: MediaStream },
) => {
  scene.call.changeLocal({ picture: own });
  scene.call.change({ remote: { jan: remote(client, null, 0.4), els: remote(null) } });
  return scene;
};

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

const TABS = [
  TAB,
  { ...TAB, id: "t2", title: "Kadaster: koopsom", host: "kadaster.example" },
  { ...TAB, id: "t3", title: "Pensioenoverzicht", host: "mijnpensioen.example" },
];

interface PageScene {
  readonly as?: "adviser" | "client";
  readonly panel?: Panel;
  readonly driver?: string | null;
  readonly input?: boolean;
  readonly blurred?: boolean;
  /** What the lane says once it is open. */
  readonly next?: (page: RehearsedPage, scene: Rehearsal) => void;
}

/** A page on the stage, with a picture drawn here. */
function withPage(pictures: { adviser: MediaStream; client: MediaStream }, scene: PageScene): Rehearsal {
  const {
    as = "adviser",
    panel = window.innerWidth < 900 ? null : "chat",
    driver = "marieke",
    input,
    blurred,
    next,
  } = scene;
  const paint = blurred && as === "client" ? hazy : mortgage;
  const page = new RehearsedPage({ driver, epoch: 9 }, paint);
  const options = { page: page.open };
  const made =
    as === "adviser" ? withPictures(both(panel, options), pictures) : asClient(both(), pictures, options);
  made.server.happen("marieke", { type: "page_opened", by: "marieke", site: "rentewijzer.example" });
  if (input) made.server.happen("marieke", { type: "input_granted", participant_id: "jan" });
  if (driver === null) {
    made.server.happen("marieke", { type: "page_released", participant_id: "marieke", epoch: 8 });
  } else if (driver !== "marieke") {
    made.server.happen(driver, { type: "page_taken", participant_id: driver, epoch: 8 });
  }
  if (blurred) made.server.happen("marieke", { type: "page_blur_switched", on: true, by: "marieke" });
  window.setTimeout(() => {
    page.news({ tabs: TABS });
    // The host's own stage; everybody else gets that same picture, larger or smaller.
    const stage = as === "adviser" ? document.querySelector("#stage canvas")?.closest("section") : null;
    page.draw(Math.round(stage?.clientWidth ?? 1030), Math.round(stage?.clientHeight ?? 648));
    if (blurred && as === "client") page.report({ type: "covered", on: true });
    next?.(page, made);
  }, 600);
  return made;
}

const STORIES: Record<string, Story> = {
  page: (pictures) => withPage(pictures, {}),
  pageNobody: (pictures) => withPage(pictures, { driver: null, panel: null }),
  pageControls: (pictures) =>
    withPage(pictures, {
      driver: "jan",
      input: true,
      next: (_page, scene) =>
        scene.server.signal({
          type: "pointer",
          from: "jan",
          from_instance: "i-jan",
          x: 0.25,
          y: 0.36,
          visible: true,
        }),
    }),
  pageBlurred: (pictures) =>
    withPage(pictures, { blurred: true, panel: window.innerWidth < 900 ? null : "participants" }),
  pageClient: (pictures) => withPage(pictures, { as: "client" }),
  pageClientMay: (pictures) => withPage(pictures, { as: "client", input: true }),
  pageClientDrives: (pictures) => withPage(pictures, { as: "client", input: true, driver: "jan" }),
  pageClientBlurred: (pictures) => withPage(pictures, { as: "client", blurred: true }),
  pageStarting: (pictures) =>
    withPage(pictures, { next: (page) => page.news({ status: "starting", tabs: [] }) }),
  pageQueued: (pictures) =>
    withPage(pictures, { next: (page) => page.news({ status: "queued", place: 3, tabs: [] }) }),
  pageCrashed: (pictures) => withPage(pictures, { next: (page) => page.news({ status: "crashed" }) }),
  pageClientCrashed: (pictures) =>
    withPage(pictures, { as: "client", next: (page) => page.news({ status: "crashed" }) }),
  pageError: (pictures) =>
    withPage(pictures, {
      next: (page) =>
        page.news({ can_back: false, error: { code: "name_unknown", host: "rentewijzr.example" } }),
    }),
  pageCertificate: (pictures) =>
    withPage(pictures, {
      next: (page) => page.news({ error: { code: "certificate", host: "oud.example" } }),
    }),
  pageUnsafe: (pictures) =>
    withPage(pictures, {
      next: (page) =>
        page.news({
          tabs: [{ ...TAB, secure: false, address: "http://kladblok.example/lijst" }],
          loading: true,
          progress: 0.6,
          hanging: true,
        }),
    }),
  pageLost: (pictures) => withPage(pictures, { next: (page) => page.lose() }),
  pageAlert: (pictures) =>
    withPage(pictures, {
      next: (page) =>
        page.tell({
          type: "dialog",
          id: "d1",
          kind: "confirm",
          message: "Wilt u deze berekening wissen?",
          value: "",
          multiple: false,
          host: "rentewijzer.example",
          for: "marieke",
        }),
    }),
  pageSelect: (pictures) =>
    withPage(pictures, {
      as: "client",
      input: true,
      driver: "jan",
      next: (page) =>
        page.tell({
          type: "dialog",
          id: "t1-pick-1",
          kind: "select",
          message: "Rentevaste periode",
          value: "",
          multiple: false,
          options: [
            { label: "5 jaar" },
            { label: "10 jaar", selected: true },
            { label: "20 jaar" },
            { label: "30 jaar", disabled: true },
          ],
          for: "jan",
        }),
    }),
  pageFiles: (pictures) =>
    withPage(pictures, {
      next: (page) =>
        page.tell({
          type: "dialog",
          id: "d2",
          kind: "files",
          message: "",
          value: "",
          multiple: true,
          files: [
            { id: "a", name: "Jaaropgave 2025.pdf", size: 1_240_000 },
            { id: "b", name: "Loonstrook oktober.pdf", size: 240_000 },
          ],
          for: "marieke",
        }),
    }),
  pageOther: (pictures) =>
    withPage(pictures, {
      driver: "jan",
      input: true,
      next: (page) =>
        page.tell({
          type: "dialog",
          id: "d3",
          kind: "alert",
          message: "Vul alles in",
          value: "",
          multiple: false,
          for: "jan",
        }),
    }),
  pageMasked: (pictures) =>
    withPage(pictures, {
      next: (page) =>
        page.tell({
          type: "field",
          id: "f",
          kind: "iban",
          box: { x: 0.03, y: 0.74, w: 0.38, h: 0.06 },
          value: "NL91 ABNA 0417 1643 00",
        }),
    }),
  pageSwitch: (pictures) => {
    const scene = withPage(pictures, {});
    scene.server.happen("jan", shares("jan"));
    scene.call.change({ remote: { jan: remote(pictures.client, plan()), els: remote(null) } });
    return scene;
  },
  pageTiles: (pictures) => withPage(pictures, { next: (_page, scene) => scene.ui.showTiles(true) }),
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
  const [adviserCamera, clientCamera] = await Promise.all([camera(adviserPicture), camera(clientPicture)]);
  const story = STORIES[query.get("story") ?? "waiting"];
  const element = document.getElementById("root");
  if (story === undefined || element === null) {
    document.body.textContent = Object.keys(STORIES).join(" ");
    return;
  }
  const scene = story({ adviser: adviserCamera, client: clientCamera });
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
