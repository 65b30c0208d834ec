import { linesWished } from "../services/lyrics/writer/section_form.ts";
import { titleOf } from "../services/lyrics/section_titles.ts";
import type { LyricsAsk } from "../services/gemini/gemini.ts";
import type { LyricOrder, WrittenLyricsDraft } from "./generate_lyrics.ts";
import type { JobContext } from "./job_kind.ts";
import { structureOf } from "./lyric_draft.ts";
import { AN_HOUR, type Asked, askGemini } from "./second_engine.ts";

/** Characters of a song's JSON: by how many have come, progress moves. */
const USUAL_LENGTH = 1500;

/**
 * The order, written by Gemini. The same order, seed included, is the same song for an hour: a job that
 * runs again does not write another.
 *
 * @param rhymesWith for a line: the one it rhymes with.
 * @param versions how many are wanted.
 */
export async function writeByGemini(
  context: JobContext,
  order: LyricOrder,
  { rhymesWith, versions }: { readonly rhymesWith?: string | undefined; readonly versions: number },
): Promise<Asked<WrittenLyricsDraft>> {
  const { input: { mode } } = order;
  const { ask, titles, isPart } = asking(order, rhymesWith, versions);
  const kept = { resource: "lyrics", about: [ask, order.seed], ttlSeconds: AN_HOUR };
  const asked = await askGemini(
    context,
    kept,
    (gemini, asker) => gemini.lyrics(ask, asker),
    { from: 0.2, to: 0.85, characters: USUAL_LENGTH * versions },
  );
  if (!asked.ok) return asked;
  const withTitles = asked.value.map((sections) =>
    sections.map((lines, i) => ({ title: titles[i]!, lines }))
  );
  const value = mode === "alternates"
    ? {
      sections: [],
      alternates: withTitles.map((sections) =>
        sections.flatMap(({ title, lines }) => isPart ? lines : [`[${title}]`, ...lines])
      ),
    }
    : { sections: withTitles[0]!, alternates: [] };
  return { ...asked, value };
}

interface Asking {
  readonly ask: LyricsAsk;
  readonly titles: readonly string[];
  /** Lines that stand in a section already: they come without a heading. */
  readonly isPart: boolean;
}

function asking(
  { input, part, valence, arousal }: LyricOrder,
  rhymesWith: string | undefined,
  versions: number,
): Asking {
  const { theme, emotion, mode, asked_text, rhyme_scheme, syllables } = input;
  const song = { theme, emotion, valence, arousal, versions };
  const sung = asked_text.split("\n").filter((line) => line.trim() !== "");
  if (part.of === "line" || (part.of === "section" && mode !== "insert")) {
    const { section } = part;
    const lines = part.of === "line"
      ? section.lines.filter(({ index }) => index === part.index)
      : section.lines;
    const instead = lines.map(({ text }) => text);
    const others = asked_text.split("\n").filter((line, index) =>
      line.trim() !== "" && !lines.some((one) => one.index === index)
    );
    return {
      ask: {
        ...song,
        structure: [section.kind],
        lines: [lines.length],
        instead,
        others,
        rhymesWith,
      },
      titles: [section.title ?? ""],
      isPart: true,
    };
  }
  const structure = input.structure ??
    (part.of === "section" ? [part.section.kind] : structureOf(part.sections));
  const counts = new Map<string, number>();
  const titles = structure.map((kind) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return titleOf(kind, counts.get(kind)!, structure);
  });
  return {
    ask: {
      ...song,
      structure,
      lines: structure.map((kind) => linesWished(kind, { syllables, scheme: rhyme_scheme })),
      ...(syllables ? { syllables } : {}),
      rhymeScheme: rhyme_scheme,
      instead: mode === "insert" ? [] : sung,
      others: mode === "insert" ? sung : [],
    },
    titles,
    isPart: false,
  };
}
