import type { Style } from "./score.ts";

export type CompPattern =
  | "block8"
  | "push"
  | "arp8"
  | "arp16"
  | "arpslow"
  | "charleston"
  | "freddie"
  | "lofi"
  | "chug"
  | "strum"
  | "strumfolk"
  | "pick"
  | "ostinato"
  | "stab";

export type BassPattern =
  | "pop"
  | "oct"
  | "eight"
  | "rockroot"
  | "lofi"
  | "off"
  | "pulse"
  | "long"
  | "drone"
  | "root5"
  | "two"
  | "walk";

/** What makes a style that style; times in milliseconds, probabilities 0..1. */
export interface StyleRules {
  /** The letter by which tables mark what suits this style. */
  readonly letter: string;
  readonly tempo: { readonly min: number; readonly centre: number; readonly max: number };
  /** Added to the rhythm level of the lead. */
  readonly cellBias: number;
  readonly swing: "none" | "eighths" | "sixteenths";
  readonly timingMs: number;
  readonly velocitySpread: number;
  /** Shares of triads, sevenths and ninths. */
  readonly colour: {
    readonly triad: number;
    readonly seventh: number;
    readonly ninth: number;
  };
  readonly sus: number;
  readonly threeFour: number;
  readonly ritard: number;
  /** Probability that a section end keeps its loop instead of a cadence. */
  readonly vamp: number;
  readonly lagMs: { readonly lead: number; readonly comp: number; readonly snare: number };
  readonly comp: readonly CompPattern[];
  readonly bass: readonly BassPattern[];
  /** How readily the lead anticipates the beat. */
  readonly syncopation: number;
  readonly pickUp: number;
  /** The last chord is rolled, 30 ticks a note. */
  readonly rollsLastChord: boolean;
  /** Ends with kick and crash. */
  readonly endsWithCrash: boolean;
}

export const STYLE_BOOK: Readonly<Record<Style, StyleRules>> = {
  ambient: {
    letter: "a",
    tempo: { min: 54, centre: 70, max: 96 },
    cellBias: -0.4,
    swing: "none",
    timingMs: 9,
    velocitySpread: 5,
    colour: { triad: 0.25, seventh: 0.35, ninth: 0.3 },
    sus: 0.25,
    threeFour: 0.15,
    ritard: 0.1,
    vamp: 0.7,
    lagMs: { lead: 0, comp: 0, snare: 0 },
    comp: ["arp8", "arpslow"],
    bass: ["drone"],
    syncopation: 0,
    pickUp: 0.15,
    rollsLastChord: true,
    endsWithCrash: false,
  },
  pop: {
    letter: "p",
    tempo: { min: 70, centre: 104, max: 138 },
    cellBias: 0.2,
    swing: "none",
    timingMs: 5,
    velocitySpread: 5,
    colour: { triad: 0.82, seventh: 0.12, ninth: 0.06 },
    sus: 0.15,
    threeFour: 0,
    ritard: 0.06,
    vamp: 0.3,
    lagMs: { lead: 0, comp: 0, snare: 0 },
    comp: ["push", "block8", "arp8"],
    bass: ["pop", "oct"],
    syncopation: 0.6,
    pickUp: 0.6,
    rollsLastChord: true,
    endsWithCrash: true,
  },
  rock: {
    letter: "r",
    tempo: { min: 76, centre: 118, max: 164 },
    cellBias: 0.2,
    swing: "none",
    timingMs: 6,
    velocitySpread: 6,
    colour: { triad: 0.9, seventh: 0.08, ninth: 0.02 },
    sus: 0.2,
    threeFour: 0,
    ritard: 0.08,
    vamp: 0.4,
    lagMs: { lead: 0, comp: 0, snare: 4 },
    comp: ["chug", "strum"],
    bass: ["eight", "rockroot"],
    syncopation: 0.5,
    pickUp: 0.5,
    rollsLastChord: false,
    endsWithCrash: true,
  },
  jazz: {
    letter: "j",
    tempo: { min: 72, centre: 126, max: 190 },
    cellBias: 0.4,
    swing: "eighths",
    timingMs: 9,
    velocitySpread: 7,
    colour: { triad: 0, seventh: 0.5, ninth: 0.5 },
    sus: 0.05,
    threeFour: 0.12,
    ritard: 0.1,
    vamp: 0.1,
    lagMs: { lead: 14, comp: 6, snare: 0 },
    comp: ["charleston", "freddie"],
    bass: ["walk", "two"],
    syncopation: 0.6,
    pickUp: 0.65,
    rollsLastChord: false,
    endsWithCrash: false,
  },
  lofi: {
    letter: "l",
    tempo: { min: 62, centre: 76, max: 92 },
    cellBias: -0.3,
    swing: "sixteenths",
    timingMs: 10,
    velocitySpread: 6,
    colour: { triad: 0.05, seventh: 0.5, ninth: 0.45 },
    sus: 0.1,
    threeFour: 0,
    ritard: 0.05,
    vamp: 0.6,
    lagMs: { lead: 10, comp: 5, snare: 12 },
    comp: ["lofi", "arp8"],
    bass: ["lofi"],
    syncopation: 0.6,
    pickUp: 0.45,
    rollsLastChord: false,
    endsWithCrash: false,
  },
  cinematic: {
    letter: "c",
    tempo: { min: 58, centre: 92, max: 148 },
    cellBias: -0.5,
    swing: "none",
    timingMs: 7,
    velocitySpread: 5,
    colour: { triad: 0.75, seventh: 0.2, ninth: 0.05 },
    sus: 0.2,
    threeFour: 0.2,
    ritard: 0.14,
    vamp: 0.2,
    lagMs: { lead: 0, comp: 0, snare: 0 },
    comp: ["ostinato", "arp8"],
    bass: ["long", "pulse"],
    syncopation: 0,
    pickUp: 0.35,
    rollsLastChord: true,
    endsWithCrash: false,
  },
  electronic: {
    letter: "e",
    tempo: { min: 84, centre: 122, max: 150 },
    cellBias: 0.1,
    swing: "none",
    timingMs: 1.5,
    velocitySpread: 3,
    colour: { triad: 0.6, seventh: 0.3, ninth: 0.1 },
    sus: 0.2,
    threeFour: 0,
    ritard: 0,
    vamp: 0.7,
    lagMs: { lead: 0, comp: 0, snare: 0 },
    comp: ["stab", "arp16"],
    bass: ["off", "oct"],
    syncopation: 0.7,
    pickUp: 0.3,
    rollsLastChord: false,
    endsWithCrash: true,
  },
  folk: {
    letter: "f",
    tempo: { min: 66, centre: 102, max: 150 },
    cellBias: 0.5,
    swing: "none",
    timingMs: 8,
    velocitySpread: 6,
    colour: { triad: 0.9, seventh: 0.08, ninth: 0.02 },
    sus: 0.15,
    threeFour: 0.4,
    ritard: 0.12,
    vamp: 0.1,
    lagMs: { lead: 0, comp: 0, snare: 0 },
    comp: ["pick", "strumfolk"],
    bass: ["root5"],
    syncopation: 0,
    pickUp: 0.7,
    rollsLastChord: true,
    endsWithCrash: false,
  },
};
