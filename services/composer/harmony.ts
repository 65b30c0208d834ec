import { type Close, closePhrase, type PlacedRoman, type Slot, split } from "./cadences.ts";
import { chordOf, type ChordShape, type Colour } from "./chords.ts";
import type { Outline } from "./draft.ts";
import { isMinor } from "./keys.ts";
import { type Phrase, PHRASES, UNNAMED_WEIGHT } from "./progressions.ts";
import { stream } from "./random.ts";
import type { Chord, Section, SectionLetter } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { barTicks, holdTick, holdTicks, sectionSpan } from "./timeline.ts";

/** Chords of every section in time order and the held tonic at the end. */
export function harmonise(input: Outline): Chord[] {
  const colours = colourist(input);
  const phrases = phrasesByLetter(input);
  const chords: Chord[] = [];
  input.sections.forEach((section, index) => {
    const romans = sectionRomans(input, section, index, phrases);
    for (const { roman, tick, dur } of romans) {
      const shape = chordOf(roman, input.plan.key, input.plan.family, colours(roman));
      const last = chords.at(-1);
      if (last && last.section === section.id && last.name === shape.name) {
        chords[chords.length - 1] = { ...last, dur: last.dur + dur };
      } else chords.push({ ...shape, tick, dur, section: section.id });
    }
  });
  sharpenLeadingTones(input, chords);
  chords.push({
    ...lastChord(input),
    tick: holdTick(input.plan),
    dur: holdTicks(input.plan),
    section: input.sections.at(-1)!.id,
  });
  return chords;
}

/**
 * Harmonic minor sings its raised seventh wherever a section's dominants have it and no chord of the
 * section holds the flat one; side by side the two would rub.
 */
function sharpenLeadingTones(input: Outline, chords: Chord[]): void {
  if (input.plan.family !== "hmin") return;
  const leading = (input.plan.key + 11) % 12;
  const flat = (input.plan.key + 10) % 12;
  for (const section of input.sections) {
    const own = chords.filter((chord) => chord.section === section.id);
    const raises = own.some((chord) => chord.pcs.includes(leading));
    if (!raises || own.some((chord) => chord.pcs.includes(flat))) continue;
    chords.forEach((chord, i) => {
      if (chord.section !== section.id) return;
      chords[i] = { ...chord, scale: chord.scale.map((pc) => (pc === flat ? leading : pc)) };
    });
  }
}

function takeOf(input: Outline, section: Section): number {
  return input.takes[`harmony:${section.id}`] ?? 0;
}

/** One phrase for A, another for B, a third for C; intro and outro speak A's. */
function phrasesByLetter(input: Outline): Map<SectionLetter, Phrase> {
  const chosen = new Map<SectionLetter, Phrase>();
  const letter = STYLE_BOOK[input.brief.style].letter;
  const table = PHRASES[input.plan.family];
  const taken = new Set<string>();
  for (const name of ["A", "B", "C"] as const) {
    const first = input.sections.find((section) => section.letter === name);
    const take = first ? takeOf(input, first) : 0;
    const rows = (name === "A" ? table.A : table.B).filter((row) =>
      !taken.has(row.romans.join(" "))
    );
    const wished = name === "C" || take > 0
      ? undefined
      : input.brief.arrangement?.progressions?.[name];
    const phrase = rows.find((row) => row.romans.join(" ") === wished) ??
      stream(input.brief.seed, "harm", name, take)
        .weighted(rows, (row) => row.weights[letter] ?? UNNAMED_WEIGHT);
    taken.add(phrase.romans.join(" "));
    chosen.set(name, phrase);
  }
  const a = chosen.get("A")!;
  return chosen.set("I", a).set("O", a);
}

function sectionRomans(
  input: Outline,
  section: Section,
  index: number,
  phrases: ReadonlyMap<SectionLetter, Phrase>,
): PlacedRoman[] {
  const rng = stream(input.brief.seed, "close", section.id, takeOf(input, section));
  const phrase = phrases.get(section.letter)!.romans;
  const close = closeOf(input, section, index, rng.next(), phrase);
  const groups = slotsOf(input, section);
  const result: PlacedRoman[] = [];
  groups.forEach((slots, g) => {
    const isLast = g === groups.length - 1;
    // A period: the antecedent asks where the style likes cadences, else the loop just turns.
    const inner = rng.chance(STYLE_BOOK[input.brief.style].vamp) ? "loop" : "half";
    result.push(...closePhrase(input, slots, phrase, isLast ? close : inner, rng.next()));
  });
  return result;
}

function closeOf(
  input: Outline,
  section: Section,
  index: number,
  draw: number,
  phrase: readonly string[],
): Close {
  const next = input.sections[index + 1];
  if (!next) return "final";
  const vamp = STYLE_BOOK[input.brief.style].vamp;
  if (next.letter === "O") return draw < 0.5 ? "deceptive" : "authentic";
  if (section.letter === "I") return "half";
  if (section.letter !== "A") return "half";
  const opensOn = phrase[0]!.replace(/\/\d$/, "");
  const turnsBack = phrase.at(-1)!.replace(/\/\d$/, "") !== opensOn;
  if (next.letter === "A") return turnsBack && draw < vamp ? "loop" : "half";
  return draw < vamp ? "loop" : "authentic";
}

/** Groups of four slots; shorter groups only in one- and two-bar ends. */
function slotsOf(input: Outline, section: Section): Slot[][] {
  const { plan, brief } = input;
  const bar = barTicks(plan);
  const { from } = sectionSpan(section, plan);
  const bars = (first: number, count: number, each: number): Slot[] =>
    Array.from({ length: count }, (_, i) => ({
      tick: from + (first + i * each) * bar,
      dur: each * bar,
    }));
  const isEnd = section.letter === "I" || section.letter === "O";
  if (section.bars === 1) return [bars(0, 1, 1)];
  if (section.bars === 2) {
    if (isEnd || brief.style === "ambient") return [bars(0, 2, 1)];
    return [bars(0, 2, 1).flatMap((slot) => split(slot, plan.beatsPerBar))];
  }
  const stretch = brief.style === "ambient" && section.bars >= 8 ? 2 : 1;
  const groups: Slot[][] = [];
  for (let first = 0; first < section.bars; first += 4 * stretch) {
    groups.push(bars(first, 4, stretch));
  }
  return groups;
}

/** Colours are drawn once per numeral and piece, so that a returning chord sounds the same. */
function colourist(input: Outline): (roman: string) => Colour {
  const { style, seed } = input.brief;
  const { colour, sus } = STYLE_BOOK[style];
  const softens = style === "ambient" || style === "cinematic" || style === "folk";
  const memory = new Map<string, Colour>();
  return (roman) => {
    const known = memory.get(roman);
    if (known) return known;
    const rng = stream(seed, "colour", roman);
    const draw = rng.next() / (1 + 0.8 * input.plan.dissonance);
    const rich: Colour = draw < colour.ninth
      ? (softens ? "add9" : "ninth")
      : draw < colour.ninth + colour.seventh
      ? "seventh"
      : "triad";
    const sweet = roman === "i" && input.plan.family === "hmin" && rich !== "triad"
      // The flat seventh of i7 would rub against the raised one of every dominant.
      ? "add9"
      : rich;
    const chosen = rng.chance(sus) ? "sus4" : sweet;
    // A suspension on a numeral that cannot wait falls back to a plain triad inside chordOf.
    const usable = chosen === "sus4" && !/^(V|v|bVII|IV)$/.test(roman) ? sweet : chosen;
    memory.set(roman, usable);
    return usable;
  };
}

/** The held tonic: plain, or sweetened as the style ends. */
function lastChord(input: Outline): ChordShape {
  const { style, seed } = input.brief;
  const { key, family } = input.plan;
  const rng = stream(seed, "harm", "last");
  const tonic = isMinor(family) ? "i" : "I";
  const sweet = rng.chance(0.4);
  if (style === "rock") return chordOf(tonic + "5", key, family);
  if (style === "jazz" || style === "lofi") {
    const suffix = family === "hmin"
      ? "add9"
      : isMinor(family)
      ? rng.pick(["6", "9"])
      : rng.pick(["69", "maj7", "9"]);
    return chordOf(tonic + suffix, key, family);
  }
  if (sweet && (style === "pop" || style === "folk" || style === "electronic")) {
    return chordOf(tonic, key, family, "add9");
  }
  return chordOf(tonic, key, family);
}
