/** What the line above the page says: who controls, who watches, and which way back there is. */
import { isChair, mayDrive, type Session } from "../../state/session";

export type BannerAction = "take" | "release" | "sharpen";

export interface Banner {
  /** A key of the texts of this feature. */
  readonly title: BannerTitle;
  readonly text: BannerText;
  /** Whose name stands in the title. */
  readonly name: string;
  readonly tone: "office" | "attention";
  readonly striped: boolean;
  readonly action: BannerAction | null;
}

export type BannerTitle =
  | "bannerYouDrive"
  | "bannerDrives"
  | "bannerNobodyDrives"
  | "bannerYouMay"
  | "bannerShown"
  | "bannerBlurred"
  | "bannerBlurredBy";

export type BannerText =
  | "others"
  | "mayClick"
  | "youAndOthers"
  | "youWatch"
  | "clickToDrive"
  | "youMay"
  | "sharpForYou"
  | "sharpForAdvisers"
  | "backSoon";

/** Of a session with a page. `adviser`: the name that clients know. */
export function bannerOf(
  session: Session,
  selfId: string,
  nameOf: (id: string) => string,
  adviser: string,
): Banner {
  const page = session.page;
  const chair = isChair(session, selfId);
  const may = mayDrive(session, selfId);
  const driver = page?.driver ?? null;
  const clientDrives = driver !== null && session.participants[driver]?.role === "client";
  const plain = { name: driver === null ? adviser : nameOf(driver), striped: false } as const;
  if (page?.blurred) {
    const chairs = Object.keys(session.participants).filter((id) => isChair(session, id));
    if (chair) {
      const text = chairs.length > 1 ? "sharpForAdvisers" : "sharpForYou";
      return { ...plain, title: "bannerBlurred", text, tone: "attention", striped: true, action: "sharpen" };
    }
    const name = adviser;
    return {
      title: "bannerBlurredBy",
      text: "backSoon",
      name,
      tone: "attention",
      striped: true,
      action: null,
    };
  }
  if (driver === selfId) {
    if (!chair) {
      return { ...plain, title: "bannerYouDrive", text: "others", tone: "attention", action: "release" };
    }
    const allowed = Object.keys(session.participants).some(
      (id) => !isChair(session, id) && mayDrive(session, id),
    );
    const text = allowed ? "mayClick" : "others";
    return { ...plain, title: "bannerYouDrive", text, tone: "office", action: null };
  }
  if (driver === null) {
    if (chair) {
      return { ...plain, title: "bannerNobodyDrives", text: "clickToDrive", tone: "office", action: "take" };
    }
    return may
      ? { ...plain, title: "bannerYouMay", text: "clickToDrive", tone: "attention", action: "take" }
      : { ...plain, title: "bannerShown", text: "youWatch", tone: "office", action: null };
  }
  const tone = clientDrives || (may && !chair) ? "attention" : "office";
  if (chair) return { ...plain, title: "bannerDrives", text: "youAndOthers", tone, action: "take" };
  return may
    ? { ...plain, title: "bannerDrives", text: "youMay", tone, action: "take" }
    : { ...plain, title: "bannerDrives", text: "youWatch", tone, action: null };
}
