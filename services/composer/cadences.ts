import type { Outline } from "./draft.ts";
import { isMinor } from "./keys.ts";
import { CLOSES } from "./progressions.ts";
import { stream } from "./random.ts";
import { TICKS_PER_QUARTER } from "./score.ts";

export interface Slot {
  readonly tick: number;
  readonly dur: number;
}

/** A roman numeral in its place. */
export interface PlacedRoman extends Slot {
  readonly roman: string;
}

/** How a phrase ends: turning back, asking, closing, deceiving, or closing the piece. */
export type Close = "loop" | "half" | "authentic" | "deceptive" | "final";

/** The four slots of a phrase (or the one or two of an end), its last two rewritten to close so. */
export function closePhrase(
  input: Outline,
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

function usesJazzCloses(input: Outline): boolean {
  const { style, seed } = input.brief;
  return style === "jazz" || (style === "lofi" && stream(seed, "harm", "closes").chance(0.5));
}

/** Two chords in one slot where each has time to be heard, else the dominant alone. */
function share(
  input: Outline,
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
function canShare(input: Outline, slot: Slot): boolean {
  const shorter = split(slot, input.plan.beatsPerBar)[1].dur;
  const seconds = (shorter * input.plan.usPerQuarter) / (TICKS_PER_QUARTER * 1e6);
  return shorter >= 2 * TICKS_PER_QUARTER || seconds >= 1.1;
}

/** Halves in whole beats; three beats part as two and one. */
export function split(slot: Slot, beatsPerBar: number): [Slot, Slot] {
  const unit = beatsPerBar === 3 && slot.dur === 3 * TICKS_PER_QUARTER
    ? TICKS_PER_QUARTER * 2
    : slot.dur / 2;
  return [
    { tick: slot.tick, dur: unit },
    { tick: slot.tick + unit, dur: slot.dur - unit },
  ];
}
