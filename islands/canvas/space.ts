import { CANVAS_HEIGHT, CANVAS_WIDTH } from "../../collab/document/schema.ts";

/**
 * Between the sheet and the screen. The sheet always fills its pane, so that x stays time on every screen; a
 * window of it can be looked at closer. Pure.
 */

/** The window: its left and top as fractions of the sheet, and how often the whole sheet is enlarged. */
export interface Look {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Pane {
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const WHOLE: Look = { zoom: 1, x: 0, y: 0 };
export const MAX_ZOOM = 8;

/** Canvas units → CSS pixels from the pane's corner. */
export function toScreen({ x, y }: Spot, pane: Pane, look: Look): Spot {
  return {
    x: (x / CANVAS_WIDTH - look.x) * look.zoom * pane.width,
    y: (y / CANVAS_HEIGHT - look.y) * look.zoom * pane.height,
  };
}

/** CSS pixels from the pane's corner → canvas units. */
export function toSheet({ x, y }: Spot, pane: Pane, look: Look): Spot {
  return {
    x: (x / (pane.width * look.zoom) + look.x) * CANVAS_WIDTH,
    y: (y / (pane.height * look.zoom) + look.y) * CANVAS_HEIGHT,
  };
}

/**
 * How many pixels a brush of one unit is wide at zoom 1: between the two scales of the pane, nearer to that of
 * its width, so that a tall, narrow screen does not drown in paint.
 */
export function pixelsPerUnit(pane: Pane): number {
  return (pane.width / CANVAS_WIDTH) ** .7 * (pane.height / CANVAS_HEIGHT) ** .3;
}

/** Enlarges by `factor` and keeps what is under `at` (pixels) where it is. */
export function zoomAt(look: Look, factor: number, at: Spot, pane: Pane): Look {
  const zoom = clamp(look.zoom * factor, 1, MAX_ZOOM);
  const fx = at.x / pane.width;
  const fy = at.y / pane.height;
  return within({
    zoom,
    x: look.x + fx / look.zoom - fx / zoom,
    y: look.y + fy / look.zoom - fy / zoom,
  });
}

/** Moves the window by pixels, as if the sheet were dragged by them. */
export function panBy(look: Look, by: Spot, pane: Pane): Look {
  return within({
    zoom: look.zoom,
    x: look.x - by.x / (pane.width * look.zoom),
    y: look.y - by.y / (pane.height * look.zoom),
  });
}

/** Fraction 0 … 1 of the sheet's width → fraction of the visible width; outside 0 … 1 when out of sight. */
export function visibleX(fraction: number, look: Look): number {
  return (fraction - look.x) * look.zoom;
}

function within(look: Look): Look {
  const far = 1 - 1 / look.zoom;
  return { zoom: look.zoom, x: clamp(look.x, 0, far), y: clamp(look.y, 0, far) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
