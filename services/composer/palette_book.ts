import type { Role, Style } from "./score.ts";

/** A General MIDI instrument in one role, its comfortable range, and the mood it feels at home in. */
export interface Instrument {
  readonly program: number;
  readonly low: number;
  readonly high: number;
  readonly arousal: number;
  readonly valence: number;
}

export type PitchedRole = Exclude<Role, "drums">;
export type Palette = Readonly<Record<PitchedRole, readonly Instrument[]>>;

/** Instruments by style and role. */
export const PALETTES: Readonly<Record<Style, Palette>> = {
  ambient: {
    lead: [
      instrument(73, 60, 91, -0.3, 0.3),
      instrument(11, 53, 89, 0, 0.6),
      instrument(68, 58, 86, -0.2, -0.6),
      instrument(10, 60, 96, -0.4, 0.8),
      instrument(42, 45, 74, -0.7, -0.8),
    ],
    comp: [
      instrument(46, 48, 84, -0.3, 0.3),
      instrument(8, 60, 88, 0.2, 0.7),
      instrument(4, 50, 76, 0.3, -0.2),
      instrument(0, 48, 80, -0.3, -0.5),
    ],
    pad: [
      instrument(89, 48, 72, 0, 0.3),
      instrument(91, 48, 72, 0.3, 0),
      instrument(49, 48, 74, -0.5, -0.6),
      instrument(52, 50, 72, 0.2, -0.3),
    ],
    bass: [
      instrument(43, 28, 48, -0.5, -0.5),
      instrument(39, 28, 48, 0.4, 0),
      instrument(35, 28, 50, 0, 0.4),
    ],
    counter: [
      instrument(42, 43, 64, -0.3, -0.3),
      instrument(60, 48, 67, 0.3, 0.2),
      instrument(94, 55, 76, 0, 0.4),
    ],
  },
  pop: {
    lead: [
      instrument(0, 52, 91, 0, 0.3),
      instrument(27, 50, 85, 0.3, 0.3),
      instrument(81, 54, 88, 0.8, 0.2),
      instrument(73, 60, 91, -0.5, 0.4),
      instrument(11, 53, 89, 0.1, 0.8),
      instrument(71, 50, 84, -0.5, -0.5),
    ],
    comp: [
      instrument(4, 52, 76, -0.4, 0),
      instrument(25, 48, 74, 0, 0.6),
      instrument(0, 52, 76, 0.3, 0),
      instrument(1, 52, 76, 0.7, 0.4),
    ],
    pad: [
      instrument(89, 50, 72, -0.3, 0.2),
      instrument(50, 50, 74, 0.4, 0.3),
      instrument(48, 50, 74, 0, -0.6),
    ],
    bass: [
      instrument(33, 28, 50, 0, 0.3),
      instrument(38, 28, 48, 0.7, 0),
      instrument(35, 28, 50, -0.6, -0.3),
    ],
    counter: [
      instrument(48, 55, 76, 0, 0),
      instrument(61, 52, 72, 0.8, 0.6),
      instrument(42, 43, 64, -0.5, -0.5),
    ],
  },
  rock: {
    lead: [
      instrument(29, 48, 87, 0.3, 0.2),
      instrument(30, 48, 87, 0.9, -0.3),
      instrument(27, 48, 84, -0.5, 0.2),
      instrument(26, 48, 82, -0.6, -0.4),
    ],
    comp: [
      instrument(29, 40, 64, 0.3, 0.3),
      instrument(30, 40, 62, 0.9, -0.3),
      instrument(27, 45, 70, -0.5, 0),
      instrument(25, 45, 70, -0.6, 0.5),
    ],
    pad: [
      instrument(18, 50, 72, 0.6, 0.2),
      instrument(16, 50, 72, 0, 0.5),
      instrument(48, 50, 74, -0.4, -0.5),
    ],
    bass: [
      instrument(34, 28, 48, 0.5, 0),
      instrument(33, 28, 50, -0.4, 0.2),
    ],
    counter: [
      instrument(28, 48, 70, 0, 0),
      instrument(18, 50, 72, 0.6, 0),
    ],
  },
  jazz: {
    lead: [
      instrument(66, 46, 78, 0, 0.1),
      instrument(65, 50, 82, 0.4, 0.4),
      instrument(56, 54, 85, 0.7, 0.5),
      instrument(59, 54, 82, -0.3, -0.4),
      instrument(11, 53, 89, -0.2, 0.6),
      instrument(71, 50, 86, -0.4, 0.3),
    ],
    comp: [
      instrument(0, 48, 74, 0.2, 0.2),
      instrument(26, 48, 70, -0.4, -0.1),
      instrument(4, 50, 74, -0.1, -0.4),
    ],
    pad: [
      instrument(48, 52, 72, -0.6, -0.2),
    ],
    bass: [
      instrument(32, 28, 52, 0, 0),
    ],
    counter: [
      instrument(26, 50, 74, 0, 0),
      instrument(57, 46, 68, 0.5, 0.4),
      instrument(11, 58, 80, -0.3, 0.3),
    ],
  },
  lofi: {
    lead: [
      instrument(11, 60, 86, 0, 0.5),
      instrument(73, 62, 86, -0.3, 0.2),
      instrument(26, 55, 78, -0.2, -0.4),
      instrument(4, 60, 84, 0.4, 0.1),
    ],
    comp: [
      instrument(4, 48, 74, 0, 0.2),
      instrument(5, 48, 74, 0.5, 0.4),
      instrument(0, 48, 74, -0.3, -0.5),
    ],
    pad: [
      instrument(89, 50, 72, 0, 0.3),
      instrument(91, 50, 72, -0.4, -0.5),
    ],
    bass: [
      instrument(33, 28, 50, 0, 0.2),
      instrument(35, 28, 50, -0.5, -0.3),
      instrument(38, 28, 48, 0.7, 0.2),
    ],
    counter: [
      instrument(24, 50, 74, 0, 0.3),
      instrument(59, 58, 76, -0.3, -0.5),
    ],
  },
  cinematic: {
    lead: [
      instrument(60, 50, 77, 0.3, 0.4),
      instrument(68, 60, 86, -0.3, -0.2),
      instrument(40, 57, 90, 0.2, -0.5),
      instrument(73, 62, 90, -0.5, 0.6),
      instrument(56, 58, 81, 0.9, 0.7),
      instrument(48, 60, 86, 0.6, -0.2),
      instrument(42, 45, 72, -0.6, -0.7),
    ],
    comp: [
      instrument(48, 48, 76, 0.6, -0.2),
      instrument(45, 48, 80, 0.2, 0.5),
      instrument(0, 48, 82, -0.5, -0.3),
      instrument(46, 48, 84, -0.6, 0.5),
    ],
    pad: [
      instrument(49, 48, 74, -0.3, 0),
      instrument(48, 48, 74, 0.4, 0.2),
      instrument(52, 50, 72, 0.3, -0.6),
    ],
    bass: [
      instrument(43, 28, 50, 0, 0),
      instrument(58, 30, 50, 0.9, 0.3),
    ],
    counter: [
      instrument(60, 46, 70, 0.3, 0.2),
      instrument(42, 43, 66, -0.4, -0.4),
      instrument(57, 43, 65, 0.8, 0),
    ],
  },
  electronic: {
    lead: [
      instrument(81, 52, 90, 0.6, 0.1),
      instrument(80, 52, 90, 0.1, 0.6),
      instrument(87, 50, 84, 0.9, -0.5),
      instrument(82, 52, 88, -0.3, 0),
      instrument(98, 54, 91, -0.6, 0.3),
    ],
    comp: [
      instrument(90, 50, 76, 0.4, 0.3),
      instrument(62, 50, 74, 0.9, 0.2),
      instrument(4, 50, 76, -0.4, 0.1),
      instrument(81, 50, 74, 0.6, -0.5),
    ],
    pad: [
      instrument(89, 48, 72, -0.3, 0.2),
      instrument(95, 48, 72, 0.2, -0.4),
      instrument(50, 50, 74, 0.6, 0.5),
    ],
    bass: [
      instrument(38, 28, 48, 0.3, 0.2),
      instrument(39, 28, 48, 0.6, -0.4),
    ],
    counter: [
      instrument(84, 60, 84, 0.5, 0.2),
      instrument(91, 52, 72, -0.4, 0),
    ],
  },
  folk: {
    lead: [
      instrument(40, 57, 88, 0.5, 0.4),
      instrument(73, 62, 88, -0.2, 0.5),
      instrument(22, 60, 84, 0, 0.1),
      instrument(71, 55, 82, -0.4, -0.3),
      instrument(78, 67, 91, 0.3, 0.8),
      instrument(42, 45, 72, -0.6, -0.7),
    ],
    comp: [
      instrument(25, 45, 74, 0.2, 0.3),
      instrument(24, 45, 74, -0.4, 0),
      instrument(105, 50, 74, 0.9, 0.9),
    ],
    pad: [
      instrument(21, 50, 72, 0.2, 0.3),
      instrument(48, 50, 72, -0.5, -0.4),
    ],
    bass: [
      instrument(32, 28, 50, 0, 0),
    ],
    counter: [
      instrument(42, 43, 64, -0.3, -0.2),
      instrument(40, 55, 79, 0.3, 0.4),
      instrument(21, 55, 76, 0.6, 0.5),
    ],
  },
};

function instrument(
  program: number,
  low: number,
  high: number,
  arousal: number,
  valence: number,
): Instrument {
  return { program, low, high, arousal, valence };
}
