import { z } from "zod";
import { roots } from "../collab/document/schema.ts";
import type { GeminiFailure, Transcript } from "../services/gemini/gemini.ts";
import { FAILURE_WORDS } from "../services/gemini/failure.ts";
import { encodeSpeechCopy } from "../services/media/speech_copy.ts";
import { anyKind, type JobContext, JobError } from "./job_kind.ts";
import { A_DAY, askGemini } from "./second_engine.ts";
import { decodeTake, findTake, TakeInput, type TakeSound } from "./take_sound.ts";

export const TranscribeInput = z.strictObject(TakeInput);
export type TranscribeInput = z.infer<typeof TranscribeInput>;

export interface TranscriptResult extends Transcript {
  readonly recording_id: string;
  readonly version_id: string;
  /** All words, in one line. Times count from the beginning of the recording. */
  readonly text: string;
  readonly engine: "gemini";
  readonly cached: boolean;
}

/** What may go well a little later by itself. */
const PASSING: ReadonlySet<GeminiFailure> = new Set(["rate_limited", "unavailable"]);

/**
 * Writes down the words of a take, with their times, and what the take is like. Gemini alone can: where it
 * fails, the job fails and says why. Nothing is changed: people decide where the words go.
 *
 * Stages: `preparing`, `listening`.
 */
export const transcribe = anyKind<TranscribeInput, TranscriptResult>({
  kind: "voice.transcribe",
  input: TranscribeInput,
  timeoutSeconds: 240,
  engineOf: ({ engine }) => engine,
  async run(context, input) {
    const { job, deps, stage } = context;
    await stage("preparing", 0.05);
    const sound = await findTake(deps, job.project_id, input);
    const words = await deps.rooms.read(job.project_id, (doc) => roots(doc).lyrics.toString());
    await stage("listening", 0.2);
    const asked = await listen(context, sound, words);
    if (!asked.ok) throw notHeard(asked.reason);
    return {
      recording_id: sound.take.id,
      version_id: sound.base.id,
      ...asked.value,
      text: asked.value.words.map(({ word }) => word).join(" "),
      engine: "gemini",
      cached: asked.cached,
    };
  },
});

async function listen(context: JobContext, { take, file }: TakeSound, words: string) {
  const { deps, signal } = context;
  const durationSeconds = file.duration_seconds ?? take.duration_seconds;
  const sung = words.trim() === "" ? {} : { words };
  const about = [[...file.sha256], sung];
  const kept = { resource: "transcript", about, ttlSeconds: A_DAY };
  return await askGemini(
    context,
    kept,
    async (gemini, asker) => {
      const sound = await deps.ffmpeg.inFolder(async (folder) => {
        const wav = await decodeTake(deps, file, take.sample_rate, folder, signal);
        return await encodeSpeechCopy(deps.ffmpeg, wav, folder, signal);
      });
      return await gemini.transcribe(sound, { durationSeconds, ...sung }, asker);
    },
    { from: 0.2, to: 0.9, characters: 120 * durationSeconds },
  );
}

function notHeard(reason: GeminiFailure | undefined): JobError {
  if (reason === undefined) {
    return new JobError(
      "ENGINE_UNAVAILABLE",
      "Words are written down by Gemini alone, and this server has no key for it.",
    );
  }
  return new JobError(
    `GEMINI_${reason.toUpperCase()}`,
    `The words could not be written down. ${FAILURE_WORDS[reason]}`,
    PASSING.has(reason),
  );
}
