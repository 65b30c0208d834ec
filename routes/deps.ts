import type { Access } from "../collab/access.ts";
import type { Rooms } from "../collab/rooms.ts";
import type { Config } from "../config.ts";
import type { Sql } from "../db/client.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Gemini } from "../services/gemini/gemini.ts";
import type { Log } from "../services/log.ts";
import type { Lyricist } from "../services/lyrics/lyricist.ts";
import type { Ffmpeg } from "../services/media/ffmpeg.ts";
import type { BlobStore } from "../services/storage/blob_store.ts";
import type { Tokens } from "../services/tokens/tokens.ts";
import type { Manifest } from "./pages/manifest.ts";

/** What the routes stand on; main.ts builds it, tests build their own. */
export interface AppDeps {
  readonly config: Config;
  readonly sql: Sql;
  readonly access: Access;
  readonly tokens: Tokens;
  readonly rooms: Rooms;
  readonly jobs: Jobs;
  readonly blobs: BlobStore;
  readonly ffmpeg: Ffmpeg;
  readonly lyricist: Lyricist;
  /** The second engine, where this server has a key for it. */
  readonly gemini?: Gemini | undefined;
  readonly log: Log;
  /** The built pages; without them only the API is served. */
  readonly assets?: StaticAssets;
  /** What requests need, by name: each resolves when it is there, and throws why it is not. */
  readonly ready: Readonly<Record<string, () => Promise<unknown>>>;
}

export interface StaticAssets {
  readonly manifest: Manifest;
  /** Path of the folder `static/`. */
  readonly root: string;
}
