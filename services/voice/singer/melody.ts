import { FAMILY_STEPS, mod12 } from "../../composer/keys.ts";
import { type Stream, stream } from "../../composer/random.ts";
import type { Family } from "../../composer/score.ts";
import { type Consonant, type PartNote, VOICE_TYPES, type VoiceName, type Vowel } from "./part.ts";

export interface MelodyOptions {
  readonly voice: VoiceName;
  /** About how long it lasts. */
  readonly seconds: number;
  readonly seed: number;
  /** Pitch class of the tonic; default 0 (C). */
  readonly key?: number;
  /** Default "maj". */
  readonly family?: Family;
  /** Notes bound to each other, each after a gap, or some of both (default). */
  readonly articulation?: "legato" | "detached" | "mixed";
  readonly tempoBpm?: number;
  /** Every note is out of tune by a uniform draw of ± this. */
  readonly offKeyCents?: number;
  /** Every note begins off the grid of eighths by a uniform draw of ± this. */
  readonly offGridMs?: number;
}

export interface MelodyNote extends PartNote {
  /** The pitch that is meant, a whole MIDI note of the scale. */
  readonly meantMidi: number;
  /** The place on the grid that is meant; the grid's zero is `FIRST_BEAT_SECONDS`. */
  readonly meantSeconds: number;
}

export const FIRST_BEAT_SECONDS = 0.5;

const VOWELS: readonly Vowel[] = ["a", "e", "i", "o", "u"];
const BEATS: readonly number[] = [0.5, 1, 1, 1.5, 2];
const PHRASE_NOTES = 7;
const DETACHED_GAP_SECONDS = 0.13;

/**
 * A wandering tune in a key, in phrases of seven notes that end on the tonic, with a beat of rest
 * between. The same seed gives the same tune. Repeated notes are always parted by something that can be heard.
 */
export function melody(options: MelodyOptions): MelodyNote[] {
  const { voice, seconds, seed, key = 0, tempoBpm = 100, offKeyCents = 0, offGridMs = 0 } = options;
  const random = stream(seed, "melody", voice);
  const ladder = scaleIn(voice, key, options.family ?? "maj");
  const beat = 60 / tempoBpm;
  const notes: MelodyNote[] = [];
  let meant = FIRST_BEAT_SECONDS;
  let step = ladder.length >> 1;
  let wasLegato = false;
  while (meant < seconds - 2 * beat || notes.length < 2) {
    const opensPhrase = notes.length % PHRASE_NOTES === 0;
    if (opensPhrase && notes.length > 0) {
      meant += beat;
      wasLegato = false;
    }
    const before = step;
    step = Math.min(ladder.length - 1, Math.max(0, step + Math.round((random.next() - 0.5) * 6)));
    const closesPhrase = notes.length % PHRASE_NOTES === PHRASE_NOTES - 1;
    if (closesPhrase) step = nearest(ladder, step, key);
    const length = random.pick(BEATS) * beat;
    const legato = !closesPhrase && bindsNext(options.articulation ?? "mixed", random);
    const meantMidi = ladder[step]!;
    const startSeconds = meant + (2 * random.next() - 1) * offGridMs / 1000;
    const last = notes.at(-1);
    if (last && wasLegato) notes[notes.length - 1] = { ...last, endSeconds: startSeconds };
    notes.push({
      startSeconds,
      endSeconds: meant + length - DETACHED_GAP_SECONDS,
      midi: meantMidi + (2 * random.next() - 1) * offKeyCents / 100,
      meantMidi,
      meantSeconds: meant,
      vowel: random.pick(VOWELS),
      consonant: consonant(wasLegato, before === step, random),
    });
    wasLegato = legato;
    meant += length;
  }
  return notes;
}

function bindsNext(articulation: "legato" | "detached" | "mixed", random: Stream): boolean {
  const drawn = random.chance(0.5);
  return articulation === "mixed" ? drawn : articulation === "legato";
}

/** What stands between a note and the one it is bound to must be voiced. */
function consonant(legato: boolean, repeats: boolean, random: Stream): Consonant {
  const unbound = random.pick<Consonant>(["fricative", "plosive", "nasal", "none"]);
  const bound = random.pick<Consonant>(repeats ? ["nasal", "glottal"] : ["nasal", "none", "none"]);
  return legato ? bound : unbound;
}

/** The step of the ladder's tonic nearest to `step`. */
function nearest(ladder: readonly number[], step: number, key: number): number {
  const tonics = [...ladder.keys()].filter((i) => mod12(ladder[i]! - key) === 0);
  return tonics.reduce((best, i) => Math.abs(i - step) < Math.abs(best - step) ? i : best);
}

function scaleIn(voice: VoiceName, key: number, family: Family): number[] {
  const { lowMidi, highMidi } = VOICE_TYPES[voice];
  const midis = Array.from({ length: highMidi - lowMidi + 1 }, (_, i) => lowMidi + i);
  return midis.filter((midi) => FAMILY_STEPS[family].includes(mod12(midi - key)));
}
