/** Drawing a picture so that nothing on it can be read: far down, and softly up again. */

/** Of the picture that leaves, in pixels. */
const OUT_WIDTH = 640;
/** A 1920 pixel wide screen becomes 48 cells of 40 pixels: a line of text is less than one cell high. */
const CELL = 40;
const CELLS = { least: 8, most: 48 };
const SOFTNESS = 10;
const NEUTRAL = "#8a94a3";

/** Between two pictures, in milliseconds: seldom enough that movement gives nothing away. */
export const PICTURE_EVERY = 250;

type Canvas = OffscreenCanvas | HTMLCanvasElement;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

export class IllegiblePicture {
  readonly canvas: Canvas;
  readonly #context: Context;
  readonly #cells: Canvas;
  readonly #cellContext: Context;

  /** `width` and `height` of the source, for the proportions of the first, neutral picture. */
  constructor(make: (width: number, height: number) => Canvas, width: number, height: number) {
    this.canvas = make(16, 16);
    this.#cells = make(16, 16);
    this.#context = contextOf(this.canvas);
    this.#cellContext = contextOf(this.#cells);
    this.#fit(width || 1280, height || 720);
    this.#context.fillStyle = NEUTRAL;
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  draw(source: CanvasImageSource, width: number, height: number): void {
    if (width === 0 || height === 0) return;
    this.#fit(width, height);
    const { width: columns, height: rows } = this.#cells;
    this.#cellContext.imageSmoothingEnabled = true;
    this.#cellContext.imageSmoothingQuality = "high";
    this.#cellContext.drawImage(source, 0, 0, columns, rows);
    this.#context.imageSmoothingEnabled = true;
    this.#context.imageSmoothingQuality = "high";
    // Where the browser knows no canvas filters, stretching alone is soft enough.
    this.#context.filter = `blur(${SOFTNESS}px)`;
    this.#context.drawImage(this.#cells, 0, 0, columns, rows, 0, 0, this.canvas.width, this.canvas.height);
    this.#context.filter = "none";
  }

  #fit(width: number, height: number): void {
    const columns = Math.min(CELLS.most, Math.max(CELLS.least, Math.round(width / CELL)));
    const rows = Math.max(1, Math.round((columns * height) / width));
    const outHeight = Math.max(2, 2 * Math.round((OUT_WIDTH * height) / width / 2));
    if (this.#cells.width !== columns || this.#cells.height !== rows) resize(this.#cells, columns, rows);
    if (this.canvas.height !== outHeight) resize(this.canvas, OUT_WIDTH, outHeight);
  }
}

function contextOf(canvas: Canvas): Context {
  const context = canvas.getContext("2d", { alpha: false }) as Context | null;
  if (context === null) throw new Error("this browser has no 2D canvas");
  return context;
}

function resize(canvas: Canvas, width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
}
