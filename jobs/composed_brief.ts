import {
  arranged,
  type ArrangementWish,
  type Brief,
  type Decided,
  parseKey,
  parseScale,
  styleFor,
} from "../services/composer/composer.ts";
import { lookAtCanvas, pictureHash, seedOf } from "./canvas_picture.ts";
import type { ComposeInput } from "./compose.ts";
import type { JobContext } from "./job_kind.ts";
import { A_DAY, type Asked, askGemini } from "./second_engine.ts";

/** What is composed, in the order in which it is tried: with a second engine's hints, then without. */
export interface Briefs {
  readonly local: Brief;
  readonly hinted?: Brief;
  readonly asked: Asked<ArrangementWish>;
}

/** The mood as people have it now, not as it was analysed; what is not asked for follows from it. */
export async function briefsOf(context: JobContext, input: ComposeInput): Promise<Briefs> {
  const { deps, job, stage } = context;
  const { mood, shapes, analysis } = await lookAtCanvas(deps, job.project_id, job.canvas_id!);
  const { valence, arousal } = mood;
  const decided: Decided = {
    style: input.style,
    tempo: input.tempo_bpm,
    key: input.key === undefined ? undefined : parseKey(input.key),
    family: input.scale === undefined ? undefined : parseScale(input.scale),
  };
  const seed = input.seed ?? seedOf(await pictureHash(shapes, "composite"));
  const plain = { valence, arousal, duration: input.duration_seconds, seed };
  const { style, tempo_bpm, key, scale } = input;
  const ask = {
    durationSeconds: input.duration_seconds,
    valence,
    arousal,
    picture: analysis?.mood_description,
    decided: { style, tempo_bpm, key, scale },
  };
  const kept = { resource: "arrangement", about: [ask, seed], ttlSeconds: A_DAY };
  if (deps.gemini) await stage("arranging", 0.02);
  const asked = await askGemini(context, kept, (gemini, asker) => gemini.arrange(ask, asker));
  return {
    local: { ...plain, ...decided, style: style ?? styleFor(valence, arousal) },
    ...(asked.ok ? { hinted: arranged(plain, decided, asked.value) } : {}),
    asked,
  };
}
