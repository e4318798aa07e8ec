/** Where the picture lies on the stage, and how pointers are measured on it. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const ZOOM_STEPS = [1, 1.25, 1.5, 2, 3, 4] as const;
export const LARGEST_ZOOM = 4;

/** How wide a page is shown where there is room, in pixels: text in a contract can then be read. */
const READABLE = 660;

/** A page to read: as wide as the stage or as is comfortable, even where it then has to be scrolled. */
export function readable(page: Size, stage: Size, zoom = 1): Size {
  const whole = fitted(page, stage, 1);
  const width = Math.max(whole.width, Math.min(stage.width, READABLE)) * zoom;
  return whole.width === 0 ? whole : { width, height: (width * page.height) / page.width };
}

/** The largest size of the picture's own proportions that fits; the rest of the stage stays empty. */
export function fitted(picture: Size, stage: Size, zoom = 1): Size {
  if (picture.width <= 0 || picture.height <= 0 || stage.width <= 0 || stage.height <= 0)
    return { width: 0, height: 0 };
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height) * zoom;
  return { width: picture.width * scale, height: picture.height * scale };
}

/** A place on the picture from 0 (left, top) to 1 (right, bottom); undefined beside the picture. */
export function onPicture(place: Point, box: { left: number; top: number } & Size): Point | undefined {
  if (box.width <= 0 || box.height <= 0) return undefined;
  const x = (place.x - box.left) / box.width;
  const y = (place.y - box.top) / box.height;
  return x < 0 || x > 1 || y < 0 || y > 1 ? undefined : { x, y };
}

export function nextZoom(zoom: number, direction: 1 | -1): number {
  if (direction === 1) return ZOOM_STEPS.find((step) => step > zoom + 0.01) ?? LARGEST_ZOOM;
  return ZOOM_STEPS.findLast((step) => step < zoom - 0.01) ?? 1;
}

export function clampedZoom(zoom: number): number {
  return Math.min(LARGEST_ZOOM, Math.max(1, zoom));
}
