/** Types of @mediapipe/selfie_segmentation, whose script defines a global, and the drawing that uses its mask. */

export interface Segmentation {
  setOptions(options: { modelSelection: 0 | 1; selfieMode: boolean }): void;
  onResults(listener: (results: { segmentationMask: CanvasImageSource }) => void): void;
  initialize(): Promise<void>;
  send(inputs: { image: CanvasImageSource }): Promise<void>;
  close(): Promise<void>;
}

export type SegmentationClass = new (config: { locateFile: (file: string) => string }) => Segmentation;

/** What the landscape model looks at, in pixels. */
const LOOK = { width: 256, height: 144 };
/** The background is blurred at a quarter of its size, which is cheaper and softer. */
const SHRINK = 4;
const SOFTNESS = 6;

type Context = OffscreenCanvasRenderingContext2D;

/** Draws pictures with the person sharp and all else blurred. Where canvases come from is the caller's. */
export class Portrait {
  readonly canvas: OffscreenCanvas;
  readonly #segmentation: Segmentation;
  readonly #look: OffscreenCanvas;
  readonly #small: OffscreenCanvas;
  #mask: CanvasImageSource | null = null;

  constructor(segmentation: Segmentation) {
    this.#segmentation = segmentation;
    this.canvas = new OffscreenCanvas(16, 16);
    this.#look = new OffscreenCanvas(LOOK.width, LOOK.height);
    this.#small = new OffscreenCanvas(4, 4);
    segmentation.setOptions({ modelSelection: 1, selfieMode: false });
    segmentation.onResults(({ segmentationMask }) => {
      this.#mask = segmentationMask;
    });
  }

  /** Afterwards `canvas` holds the picture. The mask is always that of this very frame. */
  async draw(source: CanvasImageSource, width: number, height: number): Promise<void> {
    contextOf(this.#look).drawImage(source, 0, 0, LOOK.width, LOOK.height);
    await this.#segmentation.send({ image: this.#look });
    if (this.#mask === null) throw new Error("the model gave no mask");
    if (this.canvas.width !== width || this.canvas.height !== height) {
      Object.assign(this.canvas, { width, height });
      Object.assign(this.#small, { width: Math.ceil(width / SHRINK), height: Math.ceil(height / SHRINK) });
    }
    const small = contextOf(this.#small);
    small.filter = `blur(${SOFTNESS}px)`;
    small.drawImage(source, 0, 0, this.#small.width, this.#small.height);
    const out = contextOf(this.canvas);
    out.globalCompositeOperation = "copy";
    out.drawImage(this.#mask, 0, 0, width, height);
    out.globalCompositeOperation = "source-in";
    out.drawImage(source, 0, 0, width, height);
    out.globalCompositeOperation = "destination-over";
    out.drawImage(this.#small, 0, 0, width, height);
  }
}

function contextOf(canvas: OffscreenCanvas): Context {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser has no 2D canvas");
  return context;
}
