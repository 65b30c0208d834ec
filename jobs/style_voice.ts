import { z } from "zod";
import { STYLE_NAMES, type StyleName } from "../services/voice/styles/style_names.ts";
import { view } from "../collab/document/view.ts";
import { anyKind, type JobContext } from "./job_kind.ts";
import { keyWish } from "./process_voice.ts";
import { songUnder } from "./song_under.ts";
import {
  decodeTake,
  fileOf,
  recordingGone,
  TAKE_TIMEOUT_SECONDS,
  TakeInput,
} from "./take_sound.ts";
import { makeVersion, type Making, type VersionResult } from "./take_version.ts";
import { workOnVoice } from "./voice_tasks.ts";

/** `match` sings like another recording of the project. */
export const STYLES_OF_TAKES = [...STYLE_NAMES, "match"] as const;

export const StyleWishes = {
  style: z.enum(STYLES_OF_TAKES),
  strength: z.number().min(0).max(1).default(1),
  /** For `match`: the asset of a take or a version of the same project. */
  reference_asset_id: z.uuid().optional(),
};

export const StyleInput = z.strictObject({ ...TakeInput, ...StyleWishes })
  .refine(
    ({ style, reference_asset_id }) => (style === "match") === (reference_asset_id !== undefined),
    { path: ["reference_asset_id"], message: "comes with the style match, and only with it" },
  );
export type StyleInput = z.infer<typeof StyleInput>;

/**
 * Gives a take a style, or the colour, dynamics and vibrato of another recording.
 *
 * Stages: `listening`, those of the style, `saving`.
 */
export const styleVoice = anyKind<StyleInput, VersionResult>({
  kind: "voice.style",
  input: StyleInput,
  timeoutSeconds: TAKE_TIMEOUT_SECONDS,
  run: (context, input) =>
    makeVersion(context, input, async (sound) => {
      const seed = seedOf(sound.file.sha256);
      const { recording_id: _, version: __, ...settings } = input;
      const { style } = input;
      return style === "match"
        ? { settings, ...await likeAnother(context, input, seed) }
        : { settings, ...await inStyle(context, { ...input, style }, seed) };
    }),
});

const LABELS: Readonly<Record<StyleName, string>> = {
  jazz: "Jazz",
  rock: "Rock",
  opera: "Opera",
  pop: "Pop",
  soul: "Soul",
  lofi: "Lo-fi",
  choir: "Choir",
  robot: "Robot",
  telephone: "Telephone",
};

async function inStyle(
  { deps, job }: JobContext,
  { style, strength }: { readonly style: StyleName; readonly strength: number },
  seed: number,
): Promise<Omit<Making, "settings">> {
  const song = await songUnder(deps, job.project_id);
  const options = {
    ...{ style, strength, seed },
    ...keyWish({}, song),
    ...(song.tempoBpm === null ? {} : { tempoBpm: song.tempoBpm }),
  };
  return {
    label: LABELS[style],
    make: ({ input, output, signal, onProgress }) =>
      workOnVoice("style", { input, options, output }, { signal, onProgress }),
  };
}

async function likeAnother(
  { deps, job }: JobContext,
  { strength, reference_asset_id }: StyleInput,
  seed: number,
): Promise<Omit<Making, "settings">> {
  const { recordings } = await deps.rooms.read(job.project_id, view);
  const other = recordings.find(({ asset }) => asset === reference_asset_id);
  if (!other) throw recordingGone();
  const file = await fileOf(deps, job.project_id, other);
  const take = other.kind === "take" ? other : recordings.find(({ id }) => id === other.of);
  const rate = take?.kind === "take" ? take.sample_rate : 48_000;
  return {
    label: `Like ${other.kind === "take" ? other.name : other.label}`.slice(0, 80),
    make: async ({ input, output, folder, signal, onProgress }) => {
      const reference = await decodeTake(deps, file, rate, folder, signal);
      const options = { strength, seed };
      return await workOnVoice("match", { input, reference, options, output }, {
        signal,
        onProgress,
      });
    },
  };
}

/** The same take gives the same sound. */
export function seedOf(sha256: Uint8Array): number {
  return new DataView(new Uint8Array(sha256).buffer).getUint32(0);
}
