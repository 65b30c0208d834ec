import { z } from "zod";
import { changeLyrics, MAX_LYRICS } from "../collab/document/lyric_edits.ts";
import { type DocumentView, roots } from "../collab/document/schema.ts";
import { commonLines } from "../collab/document/text_diff.ts";
import { view } from "../collab/document/view.ts";
import { SECTION_KINDS } from "../services/lyrics/lines.ts";
import { type LineEdits, mergeLines } from "../services/lyrics/merge_lines.ts";
import { moodNamed, type MoodPlace } from "../services/mood/circumplex.ts";
import { writeByGemini } from "./gemini_lyrics.ts";
import { anyKind, type JobContext, JobError } from "./job_kind.ts";
import {
  type DraftSection,
  insertSections,
  type Part,
  partOf,
  replaceLines,
  requireShort,
  structureOf,
  together,
} from "./lyric_draft.ts";
import { type MadeBy, madeBy } from "./second_engine.ts";

/** What people ask for. */
export const LyricWishes = {
  /** Free text. */
  theme: z.string().trim().max(300),
  /** A feeling's name; left out: the mood of the first canvas. */
  emotion: z.string().trim().min(1).max(50).optional(),
  /** Left out: that of the text, else a song's. */
  structure: z.array(z.enum(SECTION_KINDS)).min(1).max(12).optional(),
  /** The number of a section of the text, from 0. */
  section: z.int().min(0).max(1000).optional(),
  /** The number of a line of the text, from 0. */
  line: z.int().min(0).max(10_000).optional(),
  /** Such as ABAB. */
  rhyme_scheme: z.string().regex(/^[A-Z]{2,12}$/, "is not a scheme such as ABAB").optional(),
  /** How many syllables the lines of a section have: one number for every line, or one for each. */
  syllables: z.array(z.int().min(2).max(14)).min(1).max(12).optional(),
  seed: z.int().min(0).max(2 ** 31 - 1).optional(),
  /** `alternates` changes nothing: they are in the job's result. */
  mode: z.enum(["insert", "replace", "alternates"]),
};

export const GenerateLyricsInput = z.strictObject({
  ...LyricWishes,
  /** The lyrics as they were when this was asked: what people change after that stays theirs. */
  asked_text: z.string().max(MAX_LYRICS),
});
export type GenerateLyricsInput = z.infer<typeof GenerateLyricsInput>;

export interface GeneratedLyrics extends MadeBy {
  readonly mode: GenerateLyricsInput["mode"];
  /** What was written into the text, or would be; empty for alternates. */
  readonly sections: readonly DraftSection[];
  /** For `alternates`: each a list of lines. */
  readonly alternates: readonly (readonly string[])[];
  /** For `alternates`: what they are for. */
  readonly asked?: AskedAbout;
  /** Lines that somebody has changed since; they stay. */
  readonly left_alone: readonly number[];
  readonly seed: number;
}

/** What alternates are for, as it was when they were asked: enough to keep one, whoever does, and whenever. */
export interface AskedAbout {
  readonly of: Part["of"];
  /** The number of the line, or of the section; 0 for all. */
  readonly index: number;
  /** Of the section, where it has a heading. */
  readonly title: string | null;
  readonly lines: readonly string[];
  /** All the lyrics: where the lines stand now is found by it. */
  readonly text: string;
}

/** What the engines are asked for, once it is clear what part is meant and how it feels. */
export interface LyricOrder extends MoodPlace {
  readonly input: GenerateLyricsInput;
  readonly part: Part;
  readonly seed: number;
}

export interface WrittenLyricsDraft {
  readonly sections: readonly DraftSection[];
  readonly alternates: readonly (readonly string[])[];
}

const ALTERNATES = 3;

/**
 * Writes lyrics: a song, a section or a line, new or instead of what is there. Lines that people
 * have changed since it was asked are left alone.
 *
 * Stages: `reading`; `asking` while Gemini writes; `writing` here, or `instead:` and why Gemini did not;
 * `saving`.
 */
export const generateLyrics = anyKind<GenerateLyricsInput, GeneratedLyrics>({
  kind: "lyrics.generate",
  input: GenerateLyricsInput,
  timeoutSeconds: 90,
  engineOf: ({ engine }) => engine,
  async run(context, input) {
    const { job, deps, stage, applyOnce, signal } = context;
    await stage("reading", 0.05);
    const document = await deps.rooms.read(job.project_id, view);
    const part = partOf(input.asked_text, input);
    const isAnew = part.of === "section" ? input.mode !== "insert" : input.structure === undefined;
    if (isAnew) requireShort(part);
    const seed = input.seed ?? seedOf(job.id);
    const order = { input, part, seed, ...moodOf(input, document) };
    if (deps.gemini) await stage("asking", 0.2);
    const asked = await writeByGemini(context, order, {
      versions: input.mode === "alternates" ? ALTERNATES : 1,
      rhymesWith: deps.gemini && part.of === "line"
        ? await partnerOf(deps, part, signal)
        : undefined,
    });
    if (!asked.ok) await stage(asked.reason ? `instead:${asked.reason}` : "writing", 0.4);
    const written = asked.ok ? asked.value : await writeHere(context, order);
    signal.throwIfAborted();
    await stage("saving", 0.9);
    let leftAlone: readonly number[] = [];
    await applyOnce((doc) => {
      if (input.mode === "alternates") return;
      const read = input.asked_text.split("\n");
      const now = roots(doc).lyrics.toString().split("\n");
      const merged = mergeLines(read, now, commonLines(read, now), editsOf(order, written));
      if (merged.text.length > MAX_LYRICS) throw tooLong();
      leftAlone = merged.leftAlone;
      changeLyrics(doc, merged.text);
    });
    return {
      mode: input.mode,
      ...written,
      ...(input.mode === "alternates" ? { asked: askedAbout(input, part) } : {}),
      left_alone: leftAlone,
      seed,
      ...madeBy(asked),
    };
  },
});

function askedAbout({ asked_text: text, section }: GenerateLyricsInput, part: Part): AskedAbout {
  switch (part.of) {
    case "line": {
      const { index, section: { title } } = part;
      return { of: "line", index, title, lines: [text.split("\n")[index]!], text };
    }
    case "section": {
      const lines = part.section.lines.map((line) => line.text);
      return { of: "section", index: section!, title: part.section.title, lines, text };
    }
    case "all": {
      const lines = part.sections.flatMap((each) => each.lines.map((line) => line.text));
      return { of: "all", index: 0, title: null, lines, text };
    }
  }
}

/** The local engine. */
async function writeHere(
  { deps: { lyricist }, signal }: JobContext,
  { input, part, seed, valence, arousal }: LyricOrder,
): Promise<WrittenLyricsDraft> {
  const { theme, mode } = input;
  const mood = { theme, valence, arousal };
  const count = mode === "alternates" ? ALTERNATES : 1;
  if (part.of === "line" || (part.of === "section" && mode !== "insert")) {
    const { section } = part;
    const lines = part.of === "line"
      ? section.lines.filter(({ index }) => index === part.index)
      : section.lines;
    const texts = lines.map(({ text }) => text);
    const others = otherLines(input.asked_text, new Set(lines.map(({ index }) => index)));
    const alternates = await lyricist.ask("alternates", {
      ...mood,
      kind: section.kind,
      lines: texts,
      others,
      rhymesWith: part.of === "line" ? [await partnerOf({ lyricist }, part, signal)] : [],
      seed,
      count,
    }, signal);
    if (alternates.length === 0) throw nothingFound(texts.length);
    return mode === "alternates"
      ? { sections: [], alternates }
      : { sections: [{ title: section.title ?? "", lines: alternates[0]! }], alternates: [] };
  }
  const structure = input.structure ??
    (part.of === "section" ? [part.section.kind] : structureOf(part.sections));
  const songs = [];
  for (let i = 0; i < count; i++) {
    songs.push(
      await lyricist.ask("write", {
        ...mood,
        structure,
        seed: seed + i,
        ...(input.rhyme_scheme ? { rhymeScheme: input.rhyme_scheme } : {}),
        ...(input.syllables ? { syllables: structure.map(() => input.syllables) } : {}),
      }, signal),
    );
  }
  return mode === "alternates"
    ? {
      sections: [],
      alternates: songs.map(({ sections }) =>
        sections.flatMap(({ title, lines }) => [`[${title}]`, ...lines])
      ),
    }
    : {
      sections: songs[0]!.sections.map(({ title, lines }) => ({ title, lines })),
      alternates: [],
    };
}

/** What the draft does to the text that was read. */
function editsOf({ input, part }: LyricOrder, { sections }: WrittenLyricsDraft): LineEdits {
  const read = input.asked_text.split("\n");
  const insert = input.mode === "insert";
  switch (part.of) {
    case "line":
      return insert
        ? { replace: new Map(), insert: new Map([[part.index, sections[0]!.lines]]) }
        : { replace: new Map([[part.index, sections[0]!.lines[0]!]]), insert: new Map() };
    case "section":
      return insert
        ? insertSections(read, sections, part.section.lines.at(-1)?.index ?? part.section.index)
        : replaceLines(part.section, sections[0]!.lines);
    case "all":
      return insert || part.sections.length === 0
        ? insertSections(read, sections, read.length - 1)
        : together([
          ...part.sections.map((section, i) => replaceLines(section, sections[i]?.lines ?? [])),
          ...(sections.length > part.sections.length
            ? [insertSections(read, sections.slice(part.sections.length), read.length - 1)]
            : []),
        ]);
  }
}

/** The line that this one rhymes with, as the section stands; else the one two before, or before it. */
async function partnerOf(
  { lyricist }: Pick<JobContext["deps"], "lyricist">,
  { section, index }: Extract<Part, { of: "line" }>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const texts = section.lines.map(({ text }) => text);
  const at = section.lines.findIndex((line) => line.index === index);
  const readings = await lyricist.ask("read", { text: texts.join("\n") }, signal);
  const letter = readings[at]!.rhyme;
  const rhyming = readings.findIndex(({ rhyme }, i) =>
    i !== at && rhyme !== "" && rhyme === letter
  );
  if (rhyming >= 0) return texts[rhyming];
  return texts[at - 2] ?? texts[at - 1] ?? texts[at + 1];
}

function otherLines(text: string, own: ReadonlySet<number>): string[] {
  return text.split("\n").filter((line, index) => !own.has(index) && line.trim() !== "");
}

function moodOf(
  { emotion }: GenerateLyricsInput,
  { canvases }: Pick<DocumentView, "canvases">,
): MoodPlace {
  const named = emotion === undefined ? undefined : moodNamed(emotion);
  return named ?? canvases[0]?.mood ?? { valence: 0, arousal: 0 };
}

/** Another song each time, the same one for a job that runs again. */
function seedOf(jobId: string): number {
  return Number.parseInt(jobId.replaceAll("-", "").slice(-7), 16);
}

function nothingFound(count: number): JobError {
  return new JobError(
    "NO_OTHER_LINE",
    count === 1
      ? "No other line was found that scans and rhymes like this one."
      : "No other lines were found that scan and rhyme like these.",
  );
}

function tooLong(): JobError {
  return new JobError("LYRICS_TOO_LONG", "The lyrics would grow too long for one song.");
}
