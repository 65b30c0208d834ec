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
      const long = noise2(x / 64, y / 3.2, TILE_WIDTH / 64, TILE_HEIGHT / 3.2);
      const fine = noise2(x / 21.34 + 7, y / 1.6 + 3, TILE_WIDTH / 21.34, TILE_HEIGHT / 1.6);
      const dry = .68 * long + .32 * fine;
      const opacity = Math.min(1, Math.max(.28, 2.75 - 2.9 * dry));
      image.data[(y * TILE_WIDTH + x) * 4 + 3] = Math.round(opacity * 255);
    }
  }
  return image;
}
