import { stream } from "../../composer/random.ts";
import type { SectionKind } from "../lines.ts";
import type { Words } from "../words/words.ts";
import { type Candidate, createCandidates } from "./candidates.ts";
import type { Palette } from "./fill.ts";
import { FORMS, nothingSaid, type SectionForm, writeSection } from "./section.ts";
import { formWished } from "./section_form.ts";
import { titleOf } from "../section_titles.ts";
import { type FindNouns, readTheme } from "./theme.ts";

/** What is asked of the writer. */
export interface LyricsAsk {
  /** Free text; empty for a song of its mood alone. */
  readonly theme: string;
  /** −1 … 1. */
  readonly valence: number;
  readonly arousal: number;
  readonly structure: readonly SectionKind[];
  /**
   * For every section of the structure, the syllables of its lines, or one number for all of them; a form
   * of its kind where absent.
   */
  readonly syllables?: readonly (readonly number[] | undefined)[];
  /** Such as `ABAB`; the form's own where absent. */
  readonly rhymeScheme?: string;
  /** A non-negative integer. */
  readonly seed: number;
}

export interface WrittenSection {
  readonly kind: SectionKind;
  /** `Verse 2`, `Chorus`. */
  readonly title: string;
  readonly scheme: string;
  readonly lines: readonly string[];
}

export interface WrittenLyrics {
  readonly sections: readonly WrittenSection[];
  readonly report: {
    readonly fields: readonly string[];
    /** Share of stressed syllables on strong places. */
    readonly scansion: number;
    /** −1 … 1, as `words.sentiment` reads the whole. */
    readonly sentiment: number;
  };
}

/** Moods nearer to neutral than this may feel either way. */
const FELT = 0.15;
const DRAFTS = 4;

/**
 * Writes a song: every line scans to its count of syllables, lines rhyme as the scheme says, its
 * images are the theme's, its feeling has the sign of the valence. The same ask, the same song.
 *
 * @throws RangeError where a line is to have fewer than 2 or more than 14 syllables.
 */
export function writeLyrics(words: Words, findNouns: FindNouns, ask: LyricsAsk): WrittenLyrics {
  let best: { written: WrittenLyrics; worth: number } | undefined;
  for (let draft = 0; draft < DRAFTS; draft++) {
    // A draft that feels the wrong way is written anew with a mood further out.
    const valence = clamp(ask.valence + Math.sign(ask.valence) * draft * 0.25);
    const { written, namesTheme } = writeDraft(words, findNouns, { ...ask, valence }, draft);
    const agrees = written.report.sentiment * Math.sign(ask.valence);
    const feels = Math.abs(ask.valence) < FELT || agrees > 0;
    if (feels && namesTheme) return written;
    const worth = (feels ? 1 : agrees) + (namesTheme ? 0.5 : 0);
    if (!best || worth > best.worth) best = { written, worth };
  }
  return best!.written;
}

function writeDraft(
  words: Words,
  findNouns: FindNouns,
  ask: LyricsAsk,
  draft: number,
): { readonly written: WrittenLyrics; readonly namesTheme: boolean } {
  const palette: Palette = {
    theme: readTheme(words, findNouns, ask),
    valence: ask.valence,
    arousal: ask.arousal,
    beginsWithVowel: (word) => beginsWithVowel(words, word),
  };
  const seed = stream(ask.seed, "song", draft).below(2 ** 31);
  const candidates = createCandidates(words, palette, seed);
  const said = nothingSaid();
  const forms = new Map<SectionKind, SectionForm>();
  const choruses = new Map<string, WrittenSection>();
  const counts = new Map<SectionKind, number>();
  const all: Candidate[] = [];
  const sections = ask.structure.map((kind, i): WrittenSection => {
    const form = formOf(kind, ask, i, forms, seed);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const refrain = `${form.scheme}/${form.syllables}`;
    const again = kind === "chorus" ? choruses.get(refrain) : undefined;
    if (again) return again;
    const lines = writeSection(words, candidates, {
      kind,
      form,
      seed,
      path: `${kind}/${count}`,
      said,
    });
    all.push(...lines);
    const section: WrittenSection = {
      kind,
      title: titleOf(kind, count, ask.structure),
      scheme: schemeOver(form),
      lines: lines.map(({ text }) => capitalised(text)),
    };
    if (kind === "chorus") choruses.set(refrain, section);
    return section;
  });
  const { ownThings, ownMany } = palette.theme;
  const own = [...ownThings, ...ownMany];
  return {
    written: { sections, report: report(words, palette, all) },
    namesTheme: own.length === 0 || own.some((word) => said.images.has(word)),
  };
}

function formOf(
  kind: SectionKind,
  ask: LyricsAsk,
  index: number,
  chosen: Map<SectionKind, SectionForm>,
  seed: number,
): SectionForm {
  if (!chosen.has(kind)) chosen.set(kind, stream(seed, "form", kind).pick(FORMS[kind]));
  const wish = { scheme: ask.rhymeScheme, syllables: ask.syllables?.[index] };
  return formWished(kind, chosen.get(kind)!, wish);
}

function schemeOver({ scheme, syllables }: SectionForm): string {
  return syllables.map((_, i) => scheme[i % scheme.length]).join("");
}

function report(
  words: Words,
  palette: Palette,
  lines: readonly Candidate[],
): WrittenLyrics["report"] {
  const stressed = lines.reduce((sum, { scansion }) => sum + scansion.stressed, 0);
  const onStrong = lines.reduce((sum, { scansion }) => sum + scansion.onStrong, 0);
  return {
    fields: palette.theme.fields.map(({ name }) => name),
    scansion: stressed === 0 ? 1 : onStrong / stressed,
    sentiment: words.sentiment(lines.map(({ text }) => text).join("\n")),
  };
}

export function capitalised(line: string): string {
  return (line.slice(0, 1).toUpperCase() + line.slice(1)).replace(/\bi(?='|\b)(?=[' ]|$)/g, "I");
}

/** `an hour`, `a unicorn`: by the sound, not by the letter. */
export function beginsWithVowel(words: Words, word: string): boolean {
  const first = words.pronounce(word)[0]!.phones[0];
  return first === undefined ? /^[aeiou]/i.test(word) : /\d$/.test(first);
}

function clamp(value: number): number {
  return Math.max(-1, Math.min(1, value));
}
