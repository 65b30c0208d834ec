import { effect } from "@preact/signals";
import { removeShape } from "../../collab/document/edits.ts";
import { CANVAS_HEIGHT, CANVAS_WIDTH, roots } from "../../collab/document/schema.ts";
import { readShape } from "../../collab/document/view.ts";
import type { Studio } from "../studio/studio.ts";
import { placeImage } from "./place_image.ts";
import type { Spot } from "./space.ts";

/** What the canvas takes, said before the upload starts. The server looks at the content again. */
export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"];
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;

/** Why a file cannot go on the canvas, or null. */
export function pictureFault(file: { name: string; type: string; size: number }): string | null {
  const size = `${(file.size / 1024 / 1024).toFixed(file.size < 1024 * 1024 ? 2 : 0)} MB`;
  if (file.size > MAX_PICTURE_BYTES) {
    return `${file.name} is ${size}. Pictures can be up to 10 MB.`;
  }
  if (file.size === 0) return `${file.name} is empty.`;
  if (file.type !== "" && !PICTURE_TYPES.includes(file.type)) {
    return `${file.name} is not a picture we can read. JPEG, PNG and WebP work.`;
  }
  return null;
}

/** The pictures among what was dropped or pasted. */
export function picturesIn(data: DataTransfer | null): File[] {
  return [...data?.files ?? []];
}

/** Of the sheet's width: a print on the paper leaves room to paint around it. */
const PRINT_WIDTH = .38;
const PRINT_HEIGHT = .62;

/**
 * The server lays a picture as large as the sheet; here it becomes a print where it was dropped, or beside the
 * last one. Part of adding it, so no step of undo of its own.
 */
function layAsPrint(studio: Studio, shapeId: string, at: Spot | undefined, index: number): void {
  const { doc } = studio.room;
  const shape = roots(doc).shapes.get(shapeId);
  const placed = shape ? readShape(shapeId, shape) : null;
  if (!shape || placed?.kind !== "image") return;
  const scale = Math.min(
    CANVAS_WIDTH * PRINT_WIDTH / placed.width,
    CANVAS_HEIGHT * PRINT_HEIGHT / placed.height,
    1,
  );
  const [width, height] = [placed.width * scale, placed.height * scale];
  const centre = at ?? { x: CANVAS_WIDTH * .5, y: CANVAS_HEIGHT * .42 };
  const x = clamp(centre.x - width / 2 + index * 60, CANVAS_WIDTH - width);
  const y = clamp(centre.y - height / 2 + index * 30, CANVAS_HEIGHT - height);
  doc.transact(() => placeImage(doc, shapeId, { x, y, width, height }));
}

/** The answer over REST and the edit over the socket race; the edit may be last, or the socket away. */
function shapeArrives(studio: Studio, id: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(), 4000);
    const end = effect(() => {
      if (studio.room.document.shapes.value.some((shape) => shape.id === id)) {
        queueMicrotask(() => done());
      }
    });
    const done = () => {
      clearTimeout(timer);
      end();
      resolve();
    };
  });
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}

/** Uploads one after the other; each appears for everyone when the server has placed it. */
export async function addPictures(
  studio: Studio,
  files: readonly File[],
  /** Where the first one's centre goes, in canvas units; the server finds a place when left out. */
  at?: Spot,
): Promise<void> {
  const canvas = studio.canvas.peek();
  if (!canvas || !studio.canEdit.peek() || files.length === 0) return;
  for (const [index, file] of files.entries()) {
    const fault = pictureFault(file);
    if (fault) {
      studio.toasts.show(fault);
      continue;
    }
    studio.say(`Adding ${file.name}`);
    studio.adding.value++;
    await studio.attempt(`${file.name} was not added.`, async () => {
      const path = `/canvases/${canvas.id}/images`;
      const image = await studio.api.upload<{ readonly id: string }>(path, file, {
        ...(at ? { x: String(Math.round(at.x + index * 40)), y: String(Math.round(at.y)) } : {}),
      });
      await shapeArrives(studio, image.id);
      layAsPrint(studio, image.id, at, index);
      const shape = roots(studio.room.doc).shapes.get(image.id);
      if (shape) studio.room.steps.adopt("Picture", shape);
      studio.say(`${file.name} is on the canvas.`);
      studio.toasts.show(`${file.name} is on the canvas`, {
        label: "Undo",
        run: () => studio.room.steps.edit("Picture removed", (doc) => removeShape(doc, image.id)),
      });
    });
    studio.adding.value--;
  }
}
