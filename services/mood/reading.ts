import {
  type Affect,
  affectOf,
  type Contribution,
  gestureContributions,
  pictureContributions,
} from "./affect.ts";
import { type NamedMood, nameMood } from "./circumplex.ts";
import { confidenceOf } from "./confidence.ts";
import { type DrawnStroke, type Gesture, gestureOf, type Size } from "./gesture.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { type ColourStatistics, measure, NOTHING, summarise } from "./measure.ts";
import { type PaletteColour, paletteOf } from "./palette.ts";
import type { Pixels } from "./pixels.ts";
import { type Layer, type Raster, rasterise } from "./raster.ts";
import { toWorkingSize } from "./working_size.ts";

/** What was read from a picture, with everything that led to it. */
export interface MoodReading extends Affect {
  readonly source: "image" | "drawing" | "composite";
  /** Words for the mood: primary, secondary, sector of the wheel, margin. */
  readonly named: NamedMood;
  /** 0..1, see {@link confidenceOf}. */
  readonly confidence: number;
  readonly colours: ColourStatistics;
  readonly palette: readonly PaletteColour[];
  readonly layout: Layout;
  /** How it was drawn; null for a photograph. */
  readonly gesture: Gesture | null;
  /** What each feature added before squashing. */
  readonly contributions: readonly Contribution[];
}

/** Reads a decoded picture of any size; measured at a working size, so that size does not matter. */
export function analyseImage(pixels: Pixels): MoodReading {
  return read(
    "image",
    pixels,
    new Uint8Array(pixels.width * pixels.height).fill(255),
    undefined,
    0,
  );
}

/** Reads strokes: their colours, and how the hand moved. A blank canvas reads as neutral. */
export function analyseDrawing(strokes: readonly DrawnStroke[], size: Size): MoodReading {
  const raster = rasterise(strokes.map((stroke) => ({ kind: "stroke", stroke })), size);
  return read(
    "drawing",
    { ...raster, data: raster.paint },
    raster.covered,
    gestureOf(strokes, size),
    1,
  );
}

/**
 * Reads a whole canvas: images and strokes, weighed by what is seen of each.
 *
 * @param layers lowest first; x, y and widths in the units of `size`.
 */
export function analyseComposite(layers: readonly Layer[], size: Size): MoodReading {
  const strokes = layers.flatMap((layer) => layer.kind === "stroke" ? [layer.stroke] : []);
  const raster = rasterise(layers, size);
  const gesture = gestureOf(strokes, size);
  const painted = { ...raster, data: raster.paint };
  return read("composite", painted, raster.covered, gesture, drawnShare(raster));
}

/** Lines catch the eye far beyond their area: a fifth of the canvas in strokes weighs as much as the rest. */
const STROKE_SALIENCE = 4;

/** 0 only images … 1 only strokes. */
function drawnShare({ covered, drawn }: Raster): number {
  let painted = 0, all = 0;
  covered.forEach((value, i) => {
    all += value;
    painted += drawn[i]!;
  });
  if (all === 0) return 1;
  const rest = all - painted;
  return STROKE_SALIENCE * painted / (STROKE_SALIENCE * painted + rest);
}

function read(
  source: MoodReading["source"],
  pixels: Pixels,
  weight: Uint8Array,
  gesture: Gesture | undefined,
  drawn: number,
): MoodReading {
  const measured = measure(toWorkingSize(pixels, weight));
  const colours = summarise(measured.tiles);
  const gestures = gesture === undefined ? [] : gestureContributions(gesture, drawn);
  const contribute = (picture: ColourStatistics | undefined) =>
    picture === undefined ? [] : [...pictureContributions(picture, drawn), ...gestures];
  const contributions = contribute(colours);
  const affect = affectOf(contributions);
  const named = nameMood(affect.valence, affect.arousal);
  return {
    source,
    ...affect,
    named,
    confidence: confidenceOf(affect, named, measured.tiles, contribute),
    colours: colours ?? NOTHING,
    palette: paletteOf(measured),
    layout: layoutOf(measured),
    gesture: gesture ?? null,
    contributions,
  };
}
