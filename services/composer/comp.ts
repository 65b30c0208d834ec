import {
  arpeggio,
  arpOrder,
  BLOCKS,
  blocks,
  charleston,
  CHARLESTONS,
  chug,
  isDistorted,
  ostinato,
  pick,
  powerChord,
  strum,
} from "./comp_figures.ts";
import { chordsOf, type Draft, energyLevel, takeOf, type WrittenNote } from "./draft.ts";
import { clamp } from "./mood.ts";
import { stream } from "./random.ts";
import type { Chord, Note, Section, Style } from "./score.ts";
import { type CompPattern, STYLE_BOOK } from "./style_book.ts";
import { voiceChords, type Voicing, type VoicingWindow } from "./voicing.ts";

/** The chord instrument of one section. */
export function composeComp(
  draft: Draft,
  section: Section,
  lead: readonly Note[],
): WrittenNote[] {
  const pattern = patternOf(draft, section);
  const chords = chordsOf(draft, section.id);
  const voicings = compVoicings(draft, chords, lead);
  const voiced = chords.map((chord, i) => ({ chord, voicing: voicings[i]! }));
  const rng = stream(draft.brief.seed, "comp", section.id, takeOf(draft, "comp", section));
  const isFrame = section.letter === "I" || section.letter === "O";
  const letterRng = stream(draft.brief.seed, "comp", isFrame ? "A" : section.letter);
  const level = energyLevel(section.energy);
  switch (pattern) {
    case "arp8":
      return arpeggio(voiced, 240, arpOrder(letterRng), draft);
    case "arp16":
      return arpeggio(voiced, section.energy > 0.55 ? 120 : 240, arpOrder(letterRng), draft);
    case "arpslow":
      return arpeggio(voiced, 480, arpOrder(letterRng), draft);
    case "charleston":
      return charleston(draft, voiced, rng, CHARLESTONS);
    case "freddie":
      return charleston(draft, voiced, rng, [level > 1 ? "x-..x-..x-..x-.." : "x-......x-......"]);
    case "pick":
      return pick(draft, voiced);
    case "ostinato":
      return ostinato(draft, section, voiced);
    case "chug":
      return chug(draft, section, voiced);
    case "strum":
    case "strumfolk":
      return strum(draft, section, voiced, level);
    default:
      return blocks(draft, section, voiced, BLOCKS[pattern][level - 1]!, pattern === "stab");
  }
}

/** Voice-led chords for the comp's window, which follows the mood a little. */
function compVoicings(
  draft: Draft,
  chords: readonly Chord[],
  lead: readonly Note[],
): Voicing[] {
  return voiceChords(chords, compWindow(draft), melodyUnder(lead));
}

/** The held last chord, in four voices; a power chord under distortion. */
export function lastCompVoicing(draft: Draft): Voicing {
  if (isDistorted(draft)) return powerChord(draft, draft.chords.at(-1)!, true);
  return voiceChords(draft.chords.slice(-1), { ...compWindow(draft), voices: 4 })[0]!;
}

/** The lead's pitch at a tick, if it sounds there. */
export function melodyUnder(lead: readonly Note[]): (tick: number) => number | undefined {
  return (tick) => lead.find((n) => n.tick <= tick && n.tick + n.dur > tick)?.pitch;
}

/** How far comp and pad move with the mood, semitones. */
export function windowShift(draft: Draft): number {
  return Math.round(2.5 * draft.brief.valence + 1.2 * draft.brief.arousal);
}

const FOUR_VOICES: ReadonlySet<Style> = new Set<Style>(["jazz", "lofi", "ambient", "cinematic"]);

function compWindow(draft: Draft): VoicingWindow {
  const { low, high } = draft.band.comp;
  const shift = windowShift(draft);
  const bottom = clamp(50 + shift, low, Math.max(low, high - 15));
  return {
    low: bottom,
    high: Math.max(bottom + 15, Math.min(high, 72 + shift)),
    voices: FOUR_VOICES.has(draft.brief.style) ? 4 : 3,
  };
}

/** One pattern for the piece; B may play the style's other one. */
function patternOf(draft: Draft, section: Section): CompPattern {
  const patterns = STYLE_BOOK[draft.brief.style].comp;
  const rng = stream(draft.brief.seed, "comp", "pattern");
  const main = rng.pick(patterns);
  const other = rng.pick(patterns.filter((pattern) => pattern !== main));
  const changes = rng.chance(0.5);
  return section.letter === "B" && changes ? other : main;
}
