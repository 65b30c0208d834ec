import { chordOf, type ChordShape, type Colour } from "./chords.ts";
import { isMinor } from "./keys.ts";
import { CLOSES, type Phrase, PHRASES, UNNAMED_WEIGHT } from "./progressions.ts";
import { stream } from "./random.ts";
import type { Brief, CellId, Chord, Plan, Section, SectionLetter } from "./score.ts";
import { TICKS_PER_QUARTER } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { barTicks, holdTick, holdTicks, sectionSpan } from "./timeline.ts";

export interface HarmonyInput {
  readonly brief: Brief;
  readonly plan: Plan;
  readonly sections: readonly Section[];
  readonly takes: Readonly<Record<CellId, number>>;
}

/** Chords of every section in time order and the held tonic at the end. */
export function harmonise(input: HarmonyInput): Chord[] {
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
function sharpenLeadingTones(input: HarmonyInput, chords: Chord[]): void {
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

interface Slot {
  readonly tick: number;
  readonly dur: number;
}

interface PlacedRoman extends Slot {
  readonly roman: string;
}

type Close = "loop" | "half" | "authentic" | "deceptive" | "final";

function takeOf(input: HarmonyInput, section: Section): number {
  return input.takes[`harmony:${section.id}`] ?? 0;
}

/** One phrase for A, another for B, a third for C; intro and outro speak A's. */
function phrasesByLetter(input: HarmonyInput): Map<SectionLetter, Phrase> {
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
    const phrase = stream(input.brief.seed, "harm", name, take)
      .weighted(rows, (row) => row.weights[letter] ?? UNNAMED_WEIGHT);
    taken.add(phrase.romans.join(" "));
    chosen.set(name, phrase);
  }
  const a = chosen.get("A")!;
  return chosen.set("I", a).set("O", a);
}

function sectionRomans(
  input: HarmonyInput,
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
  input: HarmonyInput,
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
function slotsOf(input: HarmonyInput, section: Section): Slot[][] {
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

/** Halves in whole beats; three beats part as two and one. */
function split(slot: Slot, beatsPerBar: number): [Slot, Slot] {
  const unit = beatsPerBar === 3 && slot.dur === 3 * TICKS_PER_QUARTER
    ? TICKS_PER_QUARTER * 2
    : slot.dur / 2;
  return [
    { tick: slot.tick, dur: unit },
    { tick: slot.tick + unit, dur: slot.dur - unit },
  ];
}

function closePhrase(
  input: HarmonyInput,
  slots: readonly Slot[],
  phrase: readonly string[],
  close: Close,
  draw: number,
): PlacedRoman[] {
  const { family } = input.plan;
  const tonic = isMinor(family) ? "i" : "I";
  const closes = CLOSES[family];
  const ambient = input.brief.style === "ambient";
  const cadences = close === "half"
    ? closes.half
    : ambient
    ? closes.plagal
    : usesJazzCloses(input)
    ? closes.jazz
    : closes.authentic;
  const text = pickCadence(cadences, draw, phrase);
  const [before = "", dominant = ""] = text.split(" ");
  const predominants = before.split(",");
  const lastBefore = predominants.at(-1)!;

  if (slots.length === 1) {
    if (close === "final") return share(input, slots[0]!, lastBefore, dominant);
    return [{ ...slots[0]!, roman: tonic }];
  }
  if (slots.length === 2) {
    if (close === "final") {
      const opening = draw * 7 % 1 < 0.5 ? tonic : closes.deceptive;
      return [
        { ...slots[0]!, roman: opening },
        ...share(input, slots[1]!, lastBefore, dominant),
      ];
    }
    const [first, second] = close === "loop"
      ? [phrase[0]!, phrase[1]!]
      : close === "authentic"
      ? [dominant, tonic]
      : close === "deceptive"
      ? [phrase[0]!, closes.deceptive]
      : [phrase[0]!, dominant];
    return [{ ...slots[0]!, roman: first }, { ...slots[1]!, roman: second }];
  }
  const [s1, s2, s3, s4] = slots as [Slot, Slot, Slot, Slot];
  const opening = [{ ...s1, roman: phrase[0]! }, { ...s2, roman: phrase[1]! }];
  switch (close) {
    case "loop":
      return [...opening, { ...s3, roman: phrase[2]! }, { ...s4, roman: phrase[3]! }];
    case "half":
      return [...opening, { ...s3, roman: before }, { ...s4, roman: dominant }];
    case "authentic":
      return [...opening, ...share(input, s3, lastBefore, dominant), { ...s4, roman: tonic }];
    case "deceptive":
      return [
        ...opening,
        ...share(input, s3, lastBefore, dominant),
        { ...s4, roman: closes.deceptive },
      ];
    case "final": {
      const third = predominants.length > 1 && canShare(input, s3)
        ? shareEvenly(s3, predominants, input.plan.beatsPerBar)
        : [{ ...s3, roman: lastBefore }];
      return [...opening, ...third, { ...s4, roman: dominant }];
    }
  }
}

/** The tritone substitute is spice: a third as often, and not beside a secondary dominant. */
function pickCadence(
  cadences: readonly string[],
  draw: number,
  phrase: readonly string[],
): string {
  const plain = cadences.filter((text) => !text.includes("bIId7"));
  const spiced = plain.length < cadences.length && draw < 0.12 &&
    !phrase.some((roman) => roman.includes("/ii"));
  const pool = spiced || plain.length === 0
    ? cadences.filter((text) => !plain.includes(text))
    : plain;
  return pool[Math.floor(((draw * 7.3) % 1) * pool.length)]!;
}

function usesJazzCloses(input: HarmonyInput): boolean {
  const { style, seed } = input.brief;
  return style === "jazz" || (style === "lofi" && stream(seed, "harm", "closes").chance(0.5));
}

/** Two chords in one slot where each has time to be heard, else the dominant alone. */
function share(
  input: HarmonyInput,
  slot: Slot,
  predominant: string,
  dominant: string,
): PlacedRoman[] {
  return canShare(input, slot)
    ? shareEvenly(slot, [predominant, dominant], input.plan.beatsPerBar)
    : [{ ...slot, roman: dominant }];
}

function shareEvenly(
  slot: Slot,
  romans: readonly string[],
  beatsPerBar: number,
): PlacedRoman[] {
  const halves = split(slot, beatsPerBar);
  return [
    { ...halves[0], roman: romans[0]! },
    { ...halves[1], roman: romans[1]! },
  ];
}

/** Each chord needs two beats or 1.1 s: more is three chords in a bar at 110 BPM. */
function canShare(input: HarmonyInput, slot: Slot): boolean {
  const shorter = split(slot, input.plan.beatsPerBar)[1].dur;
  const seconds = (shorter * input.plan.usPerQuarter) / (TICKS_PER_QUARTER * 1e6);
  return shorter >= 2 * TICKS_PER_QUARTER || seconds >= 1.1;
}

/** Colours are drawn once per numeral and piece, so that a returning chord sounds the same. */
function colourist(input: HarmonyInput): (roman: string) => Colour {
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
function lastChord(input: HarmonyInput): ChordShape {
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
