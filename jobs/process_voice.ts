import { z } from "zod";
import { parseKey, parseScale } from "../services/composer/composer.ts";
import type { ProcessSettings } from "../services/voice/process_take.ts";
import { GRIDS } from "../services/voice/timing_grid.ts";
import { anyKind, JobError } from "./job_kind.ts";
import { type SongUnder, songUnder } from "./song_under.ts";
import { TAKE_TIMEOUT_SECONDS, TakeInput, type TakeSound } from "./take_sound.ts";
import { makeVersion, type VersionResult } from "./take_version.ts";
import { workOnVoice } from "./voice_tasks.ts";

const Strength = z.number().min(0).max(1);

/** "C", "F#", "Bb" */
export const VoiceKey = z.string().max(10)
  .refine((key) => parseKey(key) !== undefined, "is not a key such as F# or Bb");

/** "major", "dorian", "harmonic minor" */
export const VoiceScale = z.string().max(30)
  .refine((scale) => parseScale(scale) !== undefined, "is not a scale such as minor or dorian");

/** What is wanted of a take; a part that is left out is not done. */
export const ProcessWishes = {
  pitch_correction: z.strictObject({
    strength: Strength,
    /** Left out: the project's, else what the take seems to be sung in. */
    key: VoiceKey.optional(),
    scale: z.union([z.literal("chromatic"), VoiceScale]).optional(),
    /** How long a correction takes to change: 0 is the hard effect, from 40 on glides stay. */
    retune_ms: z.number().min(0).max(1000).default(40),
    /** 1 keeps a vibrato as it was sung. */
    keep_vibrato: z.number().min(0).max(1).default(1),
    /** Pitches of their own for some of the notes of `GET …/pitch`, by their index. */
    pitches: z.array(z.strictObject({
      note: z.int().min(0).max(10_000),
      midi: z.number().min(24).max(108),
    })).max(2000).optional(),
  }).optional(),
  timing: z.strictObject({
    strength: Strength,
    grid: z.enum(GRIDS),
    /** Left out: the project's. */
    tempo_bpm: z.number().min(20).max(400).optional(),
  }).optional(),
  breath_control: z.strictObject({ strength: Strength }).optional(),
};

export const ProcessInput = z.strictObject({ ...TakeInput, ...ProcessWishes });
export type ProcessInput = z.infer<typeof ProcessInput>;

/**
 * Puts a take in tune, in time, and calms its breaths.
 *
 * Stages: `listening`, `timing`, `tuning`, `breaths`, `saving`.
 */
export const processVoice = anyKind<ProcessInput, VersionResult>({
  kind: "voice.process",
  input: ProcessInput,
  timeoutSeconds: TAKE_TIMEOUT_SECONDS,
  run: (context, input) =>
    makeVersion(context, input, async (sound) => {
      const song = await songUnder(context.deps, context.job.project_id);
      const settings = settingsOf(input, song, sound);
      const { recording_id: _, version: __, ...wishes } = input;
      return {
        label: labelOf(input),
        settings: wishes,
        leavesContour: true,
        make: ({ input, output, signal, onProgress }) =>
          workOnVoice("process", { input, settings, output }, { signal, onProgress }),
      };
    }),
});

function settingsOf(
  { pitch_correction, timing, breath_control }: ProcessInput,
  song: SongUnder,
  { take, track }: TakeSound,
): ProcessSettings {
  const tempoBpm = timing?.tempo_bpm ?? song.tempoBpm;
  if (timing && tempoBpm === null) {
    throw new JobError(
      "NO_TEMPO",
      "The project has no tempo: say which one the take is to follow.",
    );
  }
  const laneSeconds = track?.offset_seconds ?? 0;
  return {
    ...(pitch_correction
      ? {
        pitch: {
          strength: pitch_correction.strength,
          retuneMs: pitch_correction.retune_ms,
          keepVibrato: pitch_correction.keep_vibrato,
          ...keyWish(pitch_correction, song),
          ...(pitch_correction.pitches ? { pitches: pitch_correction.pitches } : {}),
        },
      }
      : {}),
    ...(timing
      ? {
        timing: {
          strength: timing.strength,
          grid: timing.grid,
          tempoBpm: tempoBpm!,
          offsetSeconds: laneSeconds + take.offset_seconds - song.firstBeatSeconds,
        },
      }
      : {}),
    ...(breath_control ? { breaths: { strength: breath_control.strength } } : {}),
  };
}

/** What was asked for, else the project's; a key of one's own comes with its own scale. */
export function keyWish(
  wish: { readonly key?: string; readonly scale?: string },
  song: SongUnder,
): { readonly key?: string; readonly scale?: string } {
  const key = wish.key ?? song.key;
  const scale = wish.scale ?? (wish.key === undefined ? song.scale : undefined);
  return { ...(key ? { key } : {}), ...(scale ? { scale } : {}) };
}

function labelOf({ pitch_correction, timing, breath_control }: ProcessInput): string {
  const done = [
    ...(pitch_correction ? ["in tune"] : []),
    ...(timing ? ["in time"] : []),
    ...(breath_control ? ["calm breaths"] : []),
  ].join(", ");
  return done ? done[0]!.toUpperCase() + done.slice(1) : "As it was";
}
