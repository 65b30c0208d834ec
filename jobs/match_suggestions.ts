import type { LyricChange, LyricMatch } from "../services/lyrics/match/match_lyrics.ts";
import type { MelodyNote } from "../services/lyrics/match/melody.ts";
import type { JobContext } from "./job_kind.ts";
import { AN_HOUR, type Asked, askGemini } from "./second_engine.ts";

/** A line that fits as well as this is left as it is. */
const FITS = 0.9;
/** What a suggestion must gain. */
const GAIN = 0.05;
const MOST = 24;

/**
 * Other words for the lines that lie badly on the melody, by Gemini. Each is fitted here like any line:
 * only what lies better is suggested. Nothing is changed by it.
 */
export async function suggestLines(
  context: JobContext,
  { text, melody, match }: {
    /** As it was matched. */
    readonly text: string;
    readonly melody: readonly MelodyNote[];
    readonly match: LyricMatch;
  },
): Promise<Asked<readonly LyricChange[]>> {
  const { deps: { gemini, lyricist }, signal } = context;
  const weak = match.lines.filter(({ fit }) => fit < FITS).slice(0, MOST);
  if (!gemini || weak.length === 0) return { ok: false };
  const lines = weak.map(({ line, text, notes }) => ({ line, text, syllables: notes }));
  const kept = { resource: "fit", about: lines, ttlSeconds: AN_HOUR };
  const asked = await askGemini(context, kept, (gemini, asker) => gemini.match(lines, asker));
  if (!asked.ok) return asked;
  const others = new Map(asked.value.map(({ line, text }) => [line, text]));
  const changed = text.split("\n").map((line, i) =>
    weak.some((one) => one.line === i) ? others.get(i) || line : line
  );
  const keep = changed.map((_, i) => i);
  const task = { text: changed.join("\n"), melody, keep };
  const fitted = await lyricist.ask("match", task, signal);
  const value = weak.flatMap((before): LyricChange[] => {
    const after = fitted.lines.find(({ line }) => line === before.line);
    if (!after || after.text === before.text || after.fit < before.fit + GAIN) return [];
    const why = `${after.syllables} syllables for ${after.notes} notes`;
    return [{ line: before.line, from: before.text, to: after.text, why }];
  });
  return { ...asked, value };
}
