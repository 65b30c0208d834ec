import { join } from "node:path";
import { type AssetRow, findAsset, findAssetByKey, insertAssets } from "../db/assets.ts";
import { isUuid, uuidv7 } from "../services/ids.ts";
import { blobKey } from "../services/storage/blob_store.ts";
import type { JobDeps } from "./job_kind.ts";
import { LISTENER } from "./pitch_json.ts";
import { decodeTake } from "./take_sound.ts";
import { workOnVoice } from "./voice_tasks.ts";

type Deps = Pick<JobDeps, "sql" | "blobs" | "ffmpeg">;

/** A sound whose pitch is asked for. */
export interface Listened {
  readonly file: AssetRow;
  readonly sampleRate: number;
  /** What the job that made it has left, if anything. */
  readonly contour: string | null;
}

/**
 * The pitch of a recording, as JSON: what the job that made it left, or what was heard before; else it
 * is listened to now, once.
 */
export async function pitchOf(
  deps: Deps,
  { file, sampleRate, contour }: Listened,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const left = contour !== null && isUuid(contour) ? await findAsset(deps.sql, contour) : undefined;
  const isOwn = left?.kind === "contour" && left.project_id === file.project_id;
  const known = isOwn ? left : await findAssetByKey(deps.sql, "audio", keyOf(file));
  const blob = known && await deps.blobs.get("audio", known.storage_key);
  if (blob) return new Uint8Array(await new Response(blob.body).arrayBuffer());
  return await listen(deps, file, sampleRate, signal);
}

async function listen(
  deps: Deps,
  file: AssetRow,
  sampleRate: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await deps.ffmpeg.inFolder(async (folder) => {
    const input = await decodeTake(deps, file, sampleRate, folder, signal);
    const contour = join(folder, "contour.json");
    await workOnVoice("listen", { input, contour }, { signal });
    return await Deno.readFile(contour);
  });
  const contentType = "application/json";
  const key = keyOf(file);
  const { byteLength, sha256 } = await deps.blobs.put("audio", key, bytes, { contentType });
  // Another process may have listened at the same time; it has heard the same.
  if (await findAssetByKey(deps.sql, "audio", key)) return bytes;
  await insertAssets(deps.sql, [{
    id: uuidv7(),
    project_id: file.project_id,
    created_by: file.created_by,
    job_id: null,
    bucket: "audio",
    storage_key: key,
    kind: "contour",
    content_type: contentType,
    byte_length: byteLength,
    sha256,
  }]);
  return bytes;
}

/** The same for the same file and the same ears. */
function keyOf(file: AssetRow): string {
  return blobKey({
    userId: file.created_by ?? "system",
    projectId: file.project_id,
    type: "contour",
    filename: `${file.id}.${LISTENER}.json`,
    nowMs: file.created_at.getTime(),
  });
}
