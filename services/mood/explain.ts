import type { Contribution, Feature } from "./affect.ts";
import { oklab, parseHex } from "./colour.ts";
import { COLOUR_FAMILIES, type ColourFamily, familyOf } from "./colour_families.ts";
import { observe } from "./observe.ts";
import type { PigmentName } from "./pigments.ts";
import type { MoodReading } from "./reading.ts";

/** What the composer proposes for a mood. */
export interface MusicSuggestion {
  readonly genre: string;
  readonly tempo_bpm: number;
  /** A pitch name: `D`, `F#`. */
  readonly key: string;
  readonly scale: string;
  readonly instruments: readonly string[];
}

/** One visual feature and the musical choice that it drove. */
export interface Because {
  /** `subject`: what is seen in it, by an engine that can see. */
  readonly feature: Feature | "colour" | "subject";
  /** As measured; see `color_analysis` for the scales. */
  readonly value: number;
  /** What it added to the mood: `arousal -0.31`. */
  readonly effect: string;
  /** For people: "46 % is blue", "so D dorian and cello". */
  readonly text: { readonly observation: string; readonly consequence: string };
  readonly pigment?: PigmentName;
}

const MOST = 5;
const FEWEST = 3;
const WORTH_SAYING = 0.06;

/**
 * Why this music: the features that moved the mood most, each with one choice of the axis it moved. First
 * those that pulled the way the mood went; where these are few, those that held it back.
 */
export function explain(reading: MoodReading, suggestion: MusicSuggestion): readonly Because[] {
  const moves = reading.contributions.flatMap((contribution) => movesOf(contribution, reading))
    .filter(({ strength }) => strength >= WORTH_SAYING)
    .toSorted((one, other) => other.strength - one.strength);
  const along = moves.filter(({ opposed }) => !opposed);
  const against = moves.filter(({ opposed }) => opposed);
  const choices = {
    arousal: arousalChoices(reading, suggestion),
    valence: valenceChoices(reading, suggestion),
  };
  const said = new Set<string>();
  const reasons: Because[] = [];
  for (const move of [...along, ...against]) {
    const about = COLOUR_FEATURES.has(move.feature) ? "colour" : move.feature;
    if (said.has(about) || reasons.length >= (move.opposed ? FEWEST : MOST)) continue;
    const reason = about === "colour" && !move.opposed
      ? colourReason(move, choices[move.axis], reading, suggestion)
      : plainReason(move, choices[move.axis], reading, suggestion);
    if (reason === undefined) continue;
    said.add(about);
    reasons.push(reason);
  }
  return reasons;
}

/** Features that are told by naming the colour. */
const COLOUR_FEATURES: ReadonlySet<Feature> = new Set<Feature>(["hue", "warmth", "ink"]);

interface Move {
  readonly feature: Feature;
  readonly value: number;
  readonly axis: "valence" | "arousal";
  readonly amount: number;
  readonly strength: number;
  /** It pulled against the way the mood went. */
  readonly opposed: boolean;
}

/** The axis that a feature moved more. */
function movesOf(contribution: Contribution, reading: MoodReading): Move[] {
  const { feature, value, valence, arousal } = contribution;
  const axis = Math.abs(valence) >= Math.abs(arousal) ? "valence" : "arousal";
  const amount = contribution[axis];
  return [{
    feature,
    value,
    axis,
    amount,
    strength: Math.abs(amount),
    opposed: amount * reading[axis] < 0,
  }];
}

function arousalChoices({ arousal }: MoodReading, { tempo_bpm }: MusicSuggestion): string[] {
  return [
    `so ${tempo_bpm} BPM`,
    arousal > 0 ? "so short, lively notes" : "so long, joined notes",
    arousal > 0 ? "so it is played firmly" : "so it is played softly",
  ];
}

function valenceChoices({ valence, arousal }: MoodReading, suggestion: MusicSuggestion): string[] {
  const lift = 7 * valence + 3.5 * arousal; // semitones, as the composer places its melodies
  return [
    keyChoice(suggestion),
    ...(lift > 2 ? ["so the melody lies high"] : lift < -2 ? ["so the melody lies low"] : []),
    valence > 0 ? "so clear, open chords" : "so more tension in the chords",
  ];
}

function keyChoice({ key, scale }: MusicSuggestion): string {
  return `so ${key} ${scale}`;
}

function heldBack({ axis, amount }: Move, { tempo_bpm, key, scale }: MusicSuggestion): string {
  if (axis === "arousal") return `so no ${amount > 0 ? "slower" : "faster"} than ${tempo_bpm} BPM`;
  return `so no ${amount > 0 ? "darker" : "brighter"} than ${key} ${scale}`;
}

function plainReason(
  move: Move,
  choices: string[],
  reading: MoodReading,
  suggestion: MusicSuggestion,
): Because | undefined {
  const consequence = move.opposed ? heldBack(move, suggestion) : choices.shift();
  if (consequence === undefined) return undefined;
  return {
    feature: move.feature,
    value: round(move.value),
    effect: effectOf(move),
    text: { observation: observe(move, reading), consequence },
  };
}

/** The largest colour by its name, with the instrument its pigment stands for when the band has one. */
function colourReason(
  move: Move,
  choices: string[],
  reading: MoodReading,
  suggestion: MusicSuggestion,
): Because | undefined {
  const colour = leadingColour(reading);
  if (colour === undefined) return plainReason(move, choices, reading, suggestion);
  const voice = suggestion.instruments.find((name) => VOICES[colour.pigment].test(name))
    ?.toLowerCase();
  const keyIsOpen = move.axis === "valence" && choices[0] === keyChoice(suggestion);
  const choice = voice !== undefined && !keyIsOpen ? `so the ${voice}` : choices.shift();
  if (choice === undefined) return undefined;
  return {
    feature: "colour",
    value: round(colour.share),
    effect: effectOf(move),
    text: {
      observation: `${Math.round(colour.share * 100)} % is ${colour.family}`,
      consequence: voice !== undefined && keyIsOpen ? `${choice} and ${voice}` : choice,
    },
    pigment: colour.pigment,
  };
}

function effectOf({ axis, amount }: Move): string {
  return `${axis} ${amount < 0 ? "" : "+"}${amount.toFixed(2)}`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The instruments that each pigment stands for. */
const VOICES: Readonly<Record<PigmentName, RegExp>> = {
  orpiment: /piano|bell|celesta|organ|music box|glockenspiel|rhodes|keys/i,
  vermilion: /voice|sax|brass|trumpet|horn|trombone|lead/i,
  madder: /drum|kit|percussion|timpani/i,
  murex: /pad|choir/i,
  indigo: /bass/i,
  lapis: /violin|viola|cello|strings|fiddle/i,
  verdigris: /flute|vibraphone|oohs|clarinet|oboe|marimba|harmonica|kalimba/i,
  malachite: /guitar|harp|pizzicato|banjo|dulcimer|lute/i,
};

interface LeadingColour {
  readonly family: ColourFamily;
  readonly share: number;
  readonly pigment: PigmentName;
}

/** The largest colour that is a colour, with the pigment of its main shade. */
function leadingColour({ colours, palette }: MoodReading): LeadingColour | undefined {
  const family = COLOUR_FAMILIES.filter((name) => !GREYS.has(name))
    .reduce((best, next) => colours.families[next] > colours.families[best] ? next : best);
  const share = colours.families[family];
  const shade = palette.find(({ hex }) => familyOf(oklab(...parseHex(hex))) === family);
  return shade === undefined || share < 0.1 ? undefined : { family, share, pigment: shade.pigment };
}

const GREYS: ReadonlySet<ColourFamily> = new Set<ColourFamily>(["black", "grey", "white"]);
