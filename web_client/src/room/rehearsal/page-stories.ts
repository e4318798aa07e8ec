/** A web page on the stage, in every state that it can be in. */
import {
  asClient,
  both,
  type Panel,
  type Pictures,
  plan,
  remote,
  type Story,
  shares,
  withPictures,
} from "./cast";
import { RehearsedPage, TAB } from "./page";
import type { Rehearsal } from "./rehearsal";
import { hazy, mortgage } from "./scenes";

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
function withPage(pictures: Pictures, scene: PageScene): Rehearsal {
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

export const PAGE_STORIES: Record<string, Story> = {
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
};
