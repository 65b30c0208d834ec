import { ROOMS } from "../shaping/room.ts";
import type { ToneBand } from "../shaping/tone.ts";
import type { Recipe, Step } from "./recipe.ts";
import type { StyleName } from "./style_names.ts";

export const RECIPES: Readonly<Record<StyleName, Recipe>> = {
  /** Close to a ribbon microphone in a club: warm, dark, behind the beat, notes found from below. */
  jazz: {
    touch: {
      keepVibrato: 0.5,
      vibrato: { rateHz: 5.1, extentCents: 30, delaySeconds: 0.4 },
      scoop: { cents: 110, seconds: 0.13 },
      fall: { cents: 80, seconds: 0.13 },
    },
    lag: { leastMs: 18, mostMs: 36 },
    chain: [
      tone(shelf("low", 230, 6), bell(2_600, -6, 0.9), shelf("high", 5_000, -9)),
      deEss(6_000, 6),
      evenOut(-5, 2, 18, 160),
      saturate(-9, 0.3),
    ],
    room: { reverb: ROOMS.club, levelDb: -13 },
  },
  /** Pushed into a hot preamplifier, squeezed, and sung twice. */
  rock: {
    touch: { keepVibrato: 0.8, scoop: { cents: 45, seconds: 0.07 } },
    chain: [
      tone(pass("high", 130), bell(260, -3, 0.9)),
      deEss(4_000, 10),
      evenOut(-4, 4, 4, 100),
      saturate(1, 0.2),
      tone(bell(1_500, 5, 0.8), bell(3_400, 4, 0.9), pass("low", 9_000)),
      evenOut(-3, 2, 8, 140),
      deEss(4_500, 6),
    ],
    doubles: doubles({ voices: 2, detuneCents: 9, looseMs: 9, levelDb: -8, width: 0.85 }),
    room: { reverb: ROOMS.booth, levelDb: -13 },
  },
  /** The whole chest, a wide vibrato, and the singer's formant near 3 kHz (Sundberg 2001). */
  opera: {
    touch: {
      keepVibrato: 0,
      vibrato: { rateHz: 5.7, extentCents: 80, delaySeconds: 0.08 },
      flatten: 0.2,
    },
    chain: [
      tone(
        shelf("low", 300, 3),
        bell(1_400, -6, 1),
        bell(3_000, 8.5, 2),
        shelf("high", 5_500, -7),
      ),
      deEss(5_500, 6),
    ],
    room: { reverb: ROOMS.house, levelDb: -9 },
  },
  /** Polished: even, airy, straight in pitch, doubled wide. */
  pop: {
    touch: { keepVibrato: 0.6, flatten: 0.6 },
    chain: [
      tone(pass("high", 120), bell(320, -7, 0.8)),
      deEss(4_000, 10),
      evenOut(-3, 3, 6, 120),
      tone(bell(5_000, 5, 0.8), shelf("high", 8_500, 6)),
      evenOut(-3, 1.6, 20, 200),
    ],
    doubles: doubles({ voices: 2, detuneCents: 11, looseMs: 12, levelDb: -9, width: 0.95 }),
    room: { reverb: ROOMS.plate, levelDb: -15 },
  },
  /** Valves and a plate: forward in the middle, notes bent up, a vibrato at their ends. */
  soul: {
    touch: {
      keepVibrato: 0.4,
      vibrato: { rateHz: 5.9, extentCents: 45, delaySeconds: 0.28 },
      scoop: { cents: 75, seconds: 0.1 },
      fall: { cents: 130, seconds: 0.16 },
    },
    lag: { leastMs: 6, mostMs: 20 },
    chain: [
      tone(pass("high", 100), shelf("low", 260, -4), bell(1_050, 7, 0.7), bell(3_000, 4.5, 0.9)),
      evenOut(-4, 3, 10, 140),
      saturate(-3, 0.45),
      tone(shelf("high", 6_500, -6)),
      deEss(6_000, 6),
    ],
    room: { reverb: ROOMS.plate, levelDb: -10 },
  },
  /** From a worn cassette: no bottom, no top, coarse steps, a speed that sways. */
  lofi: {
    lag: { leastMs: 8, mostMs: 24 },
    chain: [
      tone(pass("high", 190), bell(700, 3, 0.8)),
      evenOut(-8, 3, 8, 120),
      saturate(-3, 0.3),
      {
        use: "tape",
        settings: { wowCents: 7, flutterCents: 3, bits: 9, noiseDb: -38 },
      },
      tone(pass("low", 4_200, 2)),
    ],
    room: { reverb: ROOMS.booth, levelDb: -18 },
  },
  /** Nine people in a church who sing the same line. */
  choir: {
    touch: { keepVibrato: 0.35, flatten: 0.4 },
    chain: [
      tone(pass("high", 130), bell(550, 6, 0.7), bell(2_800, -9, 0.5), shelf("high", 7_000, 5)),
      deEss(5_000, 10),
      evenOut(-4, 2, 15, 180),
    ],
    doubles: {
      voices: 8,
      detuneCents: 6,
      looseMs: 10,
      levelDb: 1,
      width: 1,
      throats: 0.06,
      swayCents: 2,
    },
    room: { reverb: ROOMS.church, levelDb: -14 },
  },
  /** One even pitch a note, spoken by a machine. */
  robot: {
    touch: { keepVibrato: 0, flatten: 1 },
    chain: [
      { use: "vocoder", settings: { bands: 24, wet: 0.8 } },
      tone(pass("high", 140), bell(900, 5, 0.9), bell(2_300, -4, 1), bell(5_000, 5, 0.7)),
      saturate(-6, 0),
      evenOut(-8, 4, 4, 60),
    ],
  },
  /** The 300–3400 Hz of a copper line, and its carbon microphone. */
  telephone: {
    chain: [
      tone(pass("high", 400, 2), bell(1_800, 5, 0.9)),
      evenOut(-10, 6, 3, 60),
      saturate(2, 0.15),
      tone(pass("low", 3_100, 3)),
    ],
  },
};

function tone(...bands: readonly ToneBand[]): Step {
  return { use: "tone", bands };
}

function bell(hz: number, gainDb: number, q: number): ToneBand {
  return { shape: "bell", hz, gainDb, q };
}

function shelf(side: "low" | "high", hz: number, gainDb: number): ToneBand {
  return { shape: `${side}-shelf`, hz, gainDb };
}

function pass(side: "low" | "high", hz: number, times = 1): ToneBand {
  return { shape: `${side}-pass`, hz, times };
}

function deEss(aboveHz: number, mostDb: number): Step {
  return { use: "de-ess", settings: { aboveHz, mostDb } };
}

function evenOut(thresholdLu: number, ratio: number, attackMs: number, releaseMs: number): Step {
  return { use: "even out", settings: { thresholdLu, ratio, attackMs, releaseMs } };
}

function saturate(driveDb: number, bias: number): Step {
  return { use: "saturate", settings: { driveDb, bias } };
}

function doubles(
  pair: Pick<
    NonNullable<Recipe["doubles"]>,
    "voices" | "detuneCents" | "looseMs" | "levelDb" | "width"
  >,
): Recipe["doubles"] {
  return { ...pair, throats: 0.02, swayCents: 3 };
}
