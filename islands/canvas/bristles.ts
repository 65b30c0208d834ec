import { noise2 } from "./noise.ts";

/** Paint as a canvas fill: one repeating tile a colour, streaked where the brush ran dry. */
export interface Bristles {
  /** A fill for `color`, any CSS colour. Cached until `forget`. */
  fill(context: CanvasRenderingContext2D, color: string): CanvasPattern | string;
  /** After a change of theme. */
  forget(): void;
}

const TILE_WIDTH = 512;
const TILE_HEIGHT = 256;
/** Tile pixels per CSS pixel. */
const DENSITY = 2;

export function createBristles(): Bristles {
  const patterns = new Map<string, CanvasPattern | string>();
  let mask: ImageData | null = null;
  return {
    fill: (context, color) => {
      const known = patterns.get(color);
      if (known) return known;
      const tile = document.createElement("canvas");
      tile.width = TILE_WIDTH;
      tile.height = TILE_HEIGHT;
      const ink = tile.getContext("2d");
      if (!ink) return color;
      mask ??= dryMask();
      ink.putImageData(mask, 0, 0);
      ink.globalCompositeOperation = "source-in";
      ink.fillStyle = color;
      ink.fillRect(0, 0, TILE_WIDTH, TILE_HEIGHT);
      const pattern = context.createPattern(tile, "repeat") ?? color;
      if (typeof pattern !== "string") pattern.setTransform(new DOMMatrix().scale(1 / DENSITY));
      patterns.set(color, pattern);
      return pattern;
    },
    forget: () => patterns.clear(),
  };
}

/** Opacity of the paint: whole, but for streaks along the stroke of long, thin noise. */
function dryMask(): ImageData {
  const image = new ImageData(TILE_WIDTH, TILE_HEIGHT);
  for (let y = 0; y < TILE_HEIGHT; y++) {
    for (let x = 0; x < TILE_WIDTH; x++) {
      const long = noise2(x / 128, y / 4, TILE_WIDTH / 128, TILE_HEIGHT / 4);
      const fine = noise2(x / 32 + 7, y / 2 + 3, TILE_WIDTH / 32, TILE_HEIGHT / 2);
      const dry = .6 * long + .4 * fine;
      const opacity = Math.min(1, Math.max(.42, 2.5 - 2.35 * dry));
      image.data[(y * TILE_WIDTH + x) * 4 + 3] = Math.round(opacity * 255);
    }
  }
  return image;
}
