import type * as Y from "yjs";
import {
  CANVAS_HEIGHT,
  CANVAS_WIDTH,
  type ImageView,
  roots,
} from "../../collab/document/schema.ts";

export type Place = Pick<ImageView, "x" | "y" | "width" | "height">;

const SMALLEST = 60;

/** Moves a place by canvas units; at least a corner of it stays on the sheet. */
export function moved(place: Place, dx: number, dy: number): Place {
  return {
    ...place,
    x: clamp(place.x + dx, 40 - place.width, CANVAS_WIDTH - 40),
    y: clamp(place.y + dy, 40 - place.height, CANVAS_HEIGHT - 40),
  };
}

/** Enlarges around the middle, in proportion, between a stamp and the whole sheet. */
export function resized(place: Place, factor: number): Place {
  const most = Math.min(CANVAS_WIDTH / place.width, CANVAS_HEIGHT / place.height);
  const least = Math.min(1, SMALLEST / Math.min(place.width, place.height));
  const by = clamp(factor, least, Math.max(1, most));
  const [width, height] = [place.width * by, place.height * by];
  return {
    x: place.x + (place.width - width) / 2,
    y: place.y + (place.height - height) / 2,
    width,
    height,
  };
}

/** Writes a place inside the caller's transaction; tenths of a unit are fine enough. */
export function placeImage(doc: Y.Doc, id: string, place: Place): void {
  const shape = roots(doc).shapes.get(id);
  if (!shape) return;
  for (const name of ["x", "y", "width", "height"] as const) {
    const value = Math.round(place[name] * 10) / 10;
    if (shape.get(name) !== value) shape.set(name, value);
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
