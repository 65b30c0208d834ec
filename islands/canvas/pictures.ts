import { removeShape } from "../../collab/document/edits.ts";
import type { Studio } from "../studio/studio.ts";
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
      studio.say(`${file.name} is on the canvas.`);
      studio.toasts.show(`${file.name} is on the canvas`, {
        label: "Undo",
        run: () => studio.room.steps.edit((doc) => removeShape(doc, image.id)),
      });
    });
    studio.adding.value--;
  }
}
