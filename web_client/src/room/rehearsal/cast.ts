/** The people of the stories, their cameras and screens, and what they have said. */
import adviserPicture from "../../ui/pictures/adviser.svg";
import clientPicture from "../../ui/pictures/client.svg";
import type { PanelName } from "../ui";
import { type Rehearsal, type RehearsalOptions, rehearse } from "./rehearsal";
import { FAVOURITES } from "./scenes";

export const MINUTE = 60_000;

export interface Pictures {
  readonly adviser: MediaStream;
  readonly client: MediaStream;
}

export async function pictures(): Promise<Pictures> {
  const [adviser, client] = await Promise.all([camera(adviserPicture), camera(clientPicture)]);
  return { adviser, client };
}

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
export function plan(): MediaStream {
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

export const remote = (picture: MediaStream | null, screen: MediaStream | null = null, audioLevel = 0) => ({
  camera: picture,
  screen,
  audioLevel,
  connection: "connected" as const,
  quality: "good" as const,
});

export type Panel = PanelName | null;
export type Story = (pictures: Pictures) => Rehearsal;

export function adviser(panel: Panel = null, options: Partial<RehearsalOptions> = {}): Rehearsal {
  const pageApi = {
    favourites: () => Promise.resolve({ favourites: FAVOURITES, may_edit_office: true }),
  };
  const scene = rehearse({ self: "marieke", panel, pageApi, ...options });
  scene.arrive("marieke", "Marieke de Boer", "host");
  return scene;
}

export function both(panel: Panel = null, options: Partial<RehearsalOptions> = {}): Rehearsal {
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

export const file = (file_id: string, name: string, media_type: string, pages: number, everyone = true) =>
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

export const shares = (participant_id: string) =>
  ({ type: "screen_shared", participant_id, stream_id: "screen", surface: "window" }) as const;

export function asClient(
  scene: Rehearsal,
  pictures: Pictures,
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

export const withPictures = (scene: Rehearsal, { adviser: own, client }: Pictures) => {
  scene.call.changeLocal({ picture: own });
  scene.call.change({ remote: { jan: remote(client, null, 0.4), els: remote(null) } });
  return scene;
};
