import type { Asker, GeminiFailure, RhymeAsk } from "../services/gemini/gemini.ts";
import type { AppDeps } from "./deps.ts";

export interface InContext {
  /** The best first. */
  readonly in_context: string[];
  readonly engine: "local" | "gemini";
  readonly engine_reason?: GeminiFailure;
}

const FEW = 12;
const MANY = 200;

/**
 * Rhymes that would end a line well. What Gemini proposes is held against the dictionary: what does not
 * rhyme is left out. Without it the commonest words come first.
 */
export async function rhymesInContext(
  { lyricist, gemini }: Pick<AppDeps, "lyricist" | "gemini">,
  ask: RhymeAsk,
  asker: Asker,
): Promise<InContext> {
  const task = { word: ask.word, near: true, limit: MANY };
  const { perfect, near } = await lyricist.ask("rhymes", task, asker.signal);
  const common = perfect.flatMap(({ words }) => words.slice(0, FEW / 3)).slice(0, FEW);
  if (!gemini) return { in_context: common, engine: "local" };
  const outcome = await gemini.rhymeIdeas(ask, asker);
  if (!outcome.ok) return { in_context: common, engine: "local", engine_reason: outcome.reason };
  const rhymes = new Set([
    ...perfect.flatMap(({ words }) => words),
    ...near.flatMap(({ words }) => words.map(({ word }) => word)),
  ]);
  const fitting = [...new Set(outcome.value.map((word) => word.toLowerCase()))]
    .filter((word) => rhymes.has(word)).slice(0, FEW);
  return fitting.length > 0
    ? { in_context: fitting, engine: "gemini" }
    : { in_context: common, engine: "local", engine_reason: "malformed" };
}
