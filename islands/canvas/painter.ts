import type { ShapeView, StrokePoint } from "../../collab/document/schema.ts";
import type { GrowingStroke } from "../room/presence.ts";
import { isDark } from "../parts/theme_button.tsx";
import { type Bristles, createBristles } from "./bristles.ts";
import type { WetStroke } from "./ink.ts";
import { type DrawnStroke, drawStroke, type OutlineCache } from "./outline.ts";
import type { Palette } from "./pigments.ts";
import type { Look, Pane } from "./space.ts";

/** Two layers of pixels: dry paint is drawn when it changes, wet paint every frame it moves. */
export interface Painter {
  resize(pane: Pane): void;
  dry(shapes: readonly ShapeView[], look: Look, picked: string | null): void;
  wet(own: WetStroke | null, growing: Iterable<GrowingStroke>, canvas: string, look: Look): void;
  /** After a change of theme. */
  recolour(): void;
}

/** The glow is painted this much smaller and blurred by enlarging. */
const GLOW_SCALE = 1 / 14;

export function createPainter(
  dryCanvas: HTMLCanvasElement,
  wetCanvas: HTMLCanvasElement,
  outlines: OutlineCache,
  palette: Palette,
): Painter {
  const dryInk = dryCanvas.getContext("2d")!;
  const wetInk = wetCanvas.getContext("2d")!;
  const glow = document.createElement("canvas");
  const glowInk = glow.getContext("2d")!;
  const bristles = createBristles();
  let pane: Pane = { width: 1, height: 1 };
  let density = 1;

  const prepare = (ink: CanvasRenderingContext2D, look: Look, scale: number) => {
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, ink.canvas.width, ink.canvas.height);
    const k = look.zoom * scale;
    ink.setTransform(k, 0, 0, k, -look.x * pane.width * k, -look.y * pane.height * k);
  };
  const isInSight = (drawn: DrawnStroke, look: Look) =>
    drawn.right >= look.x * pane.width &&
    drawn.left <= (look.x + 1 / look.zoom) * pane.width &&
    drawn.bottom >= look.y * pane.height &&
    drawn.top <= (look.y + 1 / look.zoom) * pane.height;

  return {
    resize: (next) => {
      pane = next;
      density = Math.min(2, devicePixelRatio || 1);
      for (const canvas of [dryCanvas, wetCanvas]) {
        canvas.width = Math.round(pane.width * density);
        canvas.height = Math.round(pane.height * density);
      }
      glow.width = Math.max(1, Math.round(pane.width * GLOW_SCALE));
      glow.height = Math.max(1, Math.round(pane.height * GLOW_SCALE));
    },
    dry: (shapes, look, picked) => {
      prepare(dryInk, look, density);
      prepare(glowInk, look, GLOW_SCALE);
      for (const shape of shapes) {
        if (shape.kind !== "stroke") continue;
        const drawn = outlines.of(shape, pane);
        if (!isInSight(drawn, look)) continue;
        const color = palette.paint(shape.color);
        fill(dryInk, drawn.path, color, bristles);
        glowInk.fillStyle = color;
        glowInk.fill(drawn.path);
        if (shape.id === picked) outlineOf(dryInk, drawn.path, palette.css("var(--focus)"));
      }
      shine(dryInk, glow, isDark() ? .5 : .15);
    },
    wet: (own, growing, canvas, look) => {
      prepare(wetInk, look, density);
      for (const stroke of growing) {
        if (stroke.canvas !== canvas) continue;
        const { path } = drawStroke(pointsOf(stroke), stroke.width, pane, false);
        fill(wetInk, path, palette.paint(stroke.color), bristles);
      }
      if (!own) return;
      const { path } = drawStroke(own.points, own.width, pane, false);
      fill(wetInk, path, palette.paint(own.color), bristles);
    },
    recolour: () => {
      palette.forget();
      bristles.forget();
    },
  };
}

function fill(
  ink: CanvasRenderingContext2D,
  path: Path2D,
  color: string,
  bristles: Bristles,
): void {
  ink.fillStyle = bristles.fill(ink, color);
  ink.fill(path);
}

/** Lays the glow under what is painted. */
function shine(ink: CanvasRenderingContext2D, glow: HTMLCanvasElement, strength: number): void {
  ink.save();
  ink.setTransform(1, 0, 0, 1, 0, 0);
  ink.globalCompositeOperation = "destination-over";
  ink.globalAlpha = strength;
  ink.imageSmoothingQuality = "high";
  ink.drawImage(glow, 0, 0, ink.canvas.width, ink.canvas.height);
  ink.restore();
}

function outlineOf(ink: CanvasRenderingContext2D, path: Path2D, color: string): void {
  ink.save();
  ink.strokeStyle = color;
  ink.lineWidth = 2.5;
  ink.stroke(path);
  ink.restore();
}

function pointsOf({ points }: GrowingStroke): StrokePoint[] {
  return Array.from({ length: points.length / 3 }, (_, i) => ({
    x: points[i * 3]!,
    y: points[i * 3 + 1]!,
    pressure: points[i * 3 + 2]!,
    timeMs: 0,
  }));
}
