import type { Contribution, Feature } from "./affect.ts";
import { COLOUR_FAMILIES, type ColourFamily } from "./colour_families.ts";
import { type PigmentName, PIGMENTS } from "./pigments.ts";
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
  readonly feature: Feature | "colour";
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
  const said = new Set<Feature>();
  const reasons: Because[] = [];
  for (const move of [...along, ...against.slice(0, FEWEST)]) {
    if (said.has(move.feature) || reasons.length >= (move.opposed ? FEWEST : MOST)) continue;
    const consequence = move.opposed ? heldBack(move, suggestion) : choices[move.axis].shift();
    if (consequence === undefined) continue;
    said.add(move.feature);
    reasons.push(reasonFor(move, consequence, reading, suggestion));
  }
  return reasons;
}

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

function valenceChoices(
  { valence, arousal }: MoodReading,
  { key, scale }: MusicSuggestion,
): string[] {
  return [
    `so ${key} ${scale}`,
    2 * valence + arousal > 0 ? "so the melody lies high" : "so the melody lies low",
    valence > 0 ? "so clear, open chords" : "so more tension in the chords",
  ];
}

function heldBack({ axis, amount }: Move, { tempo_bpm, key, scale }: MusicSuggestion): string {
  if (axis === "arousal") return `so no ${amount > 0 ? "slower" : "faster"} than ${tempo_bpm} BPM`;
  return `so no ${amount > 0 ? "darker" : "brighter"} than ${key} ${scale}`;
}

function reasonFor(
  move: Move,
  consequence: string,
  reading: MoodReading,
  suggestion: MusicSuggestion,
): Because {
  const effect = `${move.axis} ${move.amount < 0 ? "" : "+"}${move.amount.toFixed(2)}`;
  const rest = { effect, value: Math.round(move.value * 1000) / 1000 };
  const colour = move.feature === "hue" || move.feature === "warmth" || move.feature === "ink"
    ? leadingColour(reading)
    : undefined;
  if (colour === undefined) {
    return {
      feature: move.feature,
      ...rest,
      text: { observation: observationOf(move, reading), consequence },
    };
  }
  const voice = suggestion.instruments.find((name) => VOICES[colour.pigment].test(name));
  return {
    feature: "colour",
    effect,
    value: Math.round(colour.share * 1000) / 1000,
    text: {
      observation: `${Math.round(colour.share * 100)} % is ${colour.family}`,
      consequence: voice === undefined ? consequence : `${consequence} and ${voice.toLowerCase()}`,
    },
    pigment: colour.pigment,
  };
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

/** The largest colour that is a colour, with the pigment its paintings carry. */
function leadingColour({ colours, palette }: MoodReading): LeadingColour | undefined {
  const [family, pigment] = COLOUR_FAMILIES.map((name) => [name, FAMILY_PIGMENTS[name]] as const)
    .filter(([, known]) => known !== undefined)
    .reduce((best, next) => colours.families[next[0]] > colours.families[best[0]] ? next : best);
  const share = colours.families[family];
  if (pigment === undefined || share < 0.1 || palette.length === 0) return undefined;
  return { family, share, pigment };
}

const FAMILY_PIGMENTS: Readonly<Partial<Record<ColourFamily, PigmentName>>> = {
  red: "vermilion",
  orange: "orpiment",
  yellow: "orpiment",
  green: "malachite",
  turquoise: "verdigris",
  blue: "lapis",
  purple: "murex",
  pink: "madder",
  brown: "vermilion",
};

/** What a person would say they see. */
function observationOf(
  { feature, amount }: Move,
  { colours, gesture, palette }: MoodReading,
): string {
  const more = amount > 0;
  switch (feature) {
    case "lightness":
      return colours.lightness > 0.5 ? "Light fills it" : "It lies in the dark";
    case "saturation":
      if (colours.saturation < 0.05) return "Hardly any colour";
      return more ? "Strong, clear colours" : "Muted colours";
    case "hue":
    case "warmth":
      return more ? "Warm tones" : "Cool tones";
    case "edges":
      return more ? "Fine, busy detail" : "Soft, unbroken surfaces";
    case "contrast":
      return more ? "Deep shadows beside bright light" : "Even, gentle light";
    case "ink":
      return `Painted in ${palette[0]?.pigment ?? PIGMENTS[0]!.name}`;
    case "jaggedness":
      return (gesture?.jaggedness ?? 0) > 0.3 ? "Jagged, angular lines" : "Lines without corners";
    case "roundness":
      return more ? "Round, curling lines" : "Straight lines";
    case "speed":
      return more ? "Quick strokes" : "Slow strokes";
    case "pressure":
      return more ? "A firm hand" : "A light touch";
    case "slope":
      return more ? "Lines that rise" : "Lines that fall";
    case "length":
      return more ? "Short strokes" : "Long strokes";
    case "density":
      return more ? "A crowded sheet" : "Much bare paper";
  }
}
