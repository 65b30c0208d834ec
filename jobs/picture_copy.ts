import { encodeJpegCopy } from "../services/media/jpeg_copy.ts";
import { CANVAS_SIZE, decodeAsset, layersOf, type PlacedShape } from "./canvas_picture.ts";
import type { JobContext } from "./job_kind.ts";
import { think } from "./thinking.ts";

/** Enough to see what a picture shows. */
const WIDTH = 768;

/** What lies on a canvas, or one image by itself, as a JPEG small enough to be sent. */
export async function pictureCopy(
  { deps, signal }: Pick<JobContext, "deps" | "signal">,
  shapes: readonly PlacedShape[],
  how: "composite" | "drawing" | "image",
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = shapes;
  if (how === "image" && first?.kind === "image") {
    return await encodeJpegCopy(
      deps.ffmpeg,
      await decodeAsset(deps, first.asset, signal, WIDTH),
      signal,
    );
  }
  const layers = await layersOf(deps, shapes, signal, WIDTH);
  const task = { layers, size: CANVAS_SIZE, width: WIDTH };
  return await encodeJpegCopy(deps.ffmpeg, await think("flatten", task, signal), signal);
}
