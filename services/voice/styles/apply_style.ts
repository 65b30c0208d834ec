import type { VoiceAnalysis } from "../analyse_voice.ts";
import { type Double, drawDoubles } from "../shaping/doubles.ts";
import { changeThroat } from "../shaping/throat.ts";
import { eased } from "../shaping/eased.ts";
import { expressionOf } from "../shaping/expression.ts";
import { layBack } from "../shaping/lay_back.ts";
import { longTermSpectrum } from "../shaping/long_term_spectrum.ts";
import { heardLoudness, makeAsLoudAs } from "../shaping/as_loud_as.ts";
import { pitchRatio } from "../shaping/pitch_touch.ts";
import { enterRoom } from "../shaping/room.ts";
import { singerCopies } from "../shaping/singer_copies.ts";
import { sway } from "../shaping/sway.ts";
import { sourceSeconds, type TimeMap } from "../time_map.ts";
import { lengthOf, mono, type Take } from "../take.ts";
import { hzOf } from "../contour.ts";
import { dbToGain } from "../../mixer/decibels.ts";
import { stream } from "../../composer/random.ts";
import { RECIPES } from "./recipes.ts";
import type { Recipe } from "./recipe.ts";
import { runChain } from "./run_chain.ts";
import { reportStyle, type StyleReport } from "./style_report.ts";
import type { StyleName } from "./style_names.ts";

export interface StyleOptions {
  readonly style: StyleName;
  /** 0 gives the take back as it is, 1 the whole style. */
  readonly strength: number;
  /** Quarters per minute: nobody lags by more than an eighth of a beat. */
  readonly tempoBpm?: number;
  /** The project's key. No style needs it: all of them keep the melody as it was sung. */
  readonly key?: string;
  readonly scale?: string;
  readonly seed: number;
}

export type StyleProgress = (stage: string, progress: number) => void;

/**
 * Sings a take in a style. The melody, the words and the length stay; the loudness as heard is the
 * take's, and no true peak is above −1 dBTP. A style with a room or with doubles makes stereo of
 * mono. Where the voice has no pitch that can be followed (`analysis.problem`), its pitch and time
 * are left alone and all else is done.
 *
 * The same take, options and seed give the same samples; a strength of 0 the very same take.
 */
export function applyStyle(
  take: Take,
  analysis: VoiceAnalysis,
  options: StyleOptions,
  onProgress: StyleProgress = () => {},
): { take: Take; report: StyleReport } {
  const { style, seed } = options;
  const strength = Math.max(0, Math.min(1, options.strength));
  const recipe = RECIPES[style];
  const untouched = { take, timeMap: [] as TimeMap };
  if (strength === 0 || lengthOf(take) === 0 || analysis.problem === "silent") {
    return { take, report: reportStyle(take, analysis, untouched, style, strength) };
  }
  onProgress("singing", 0);
  const performed = perform(eased(take), analysis, recipe, { ...options, strength });
  onProgress("colouring", 0.4);
  const lead = recipe.doubles ? copyOf(performed.lead) : performed.lead; // doubles may read it yet
  const buzzAt = (seconds: number) => performed.hzAt(sourceSeconds(performed.timeMap, seconds));
  runChain(lead, recipe.chain, { strength, seed, hzAt: buzzAt });
  const styled = recipe.doubles || recipe.room ? widened(lead) : lead;
  let sung = 0;
  for (const { samples, double } of performed.doubles) {
    const voice: Take = { sampleRate: take.sampleRate, channels: [samples] };
    runChain(voice, recipe.chain, { strength, seed: seed + 1 + sung++, hzAt: buzzAt });
    addPanned(styled, samples, strength * dbToGain(double.gainDb), double.pan);
    onProgress("doubling", 0.5 + 0.3 * sung / (recipe.doubles?.voices ?? 1));
  }
  onProgress("placing", 0.85);
  if (recipe.room) enterRoom(styled, recipe.room, strength);
  makeAsLoudAs(styled, heardLoudness(take));
  onProgress("listening", 0.93);
  const result = { take: styled, timeMap: performed.timeMap };
  return { take: styled, report: reportStyle(take, analysis, result, style, strength) };
}

interface Performed {
  readonly lead: Take;
  /** Each is sung when it is its turn: five minutes of nine voices at once would fill the memory. */
  readonly doubles: Iterable<{ samples: Float32Array<ArrayBuffer>; double: Placed }>;
  readonly timeMap: TimeMap;
  /** The pitch that each note of the source is held at; 0 where there is no voice. */
  readonly hzAt: (seconds: number) => number;
}

type Placed = Pick<Double, "gainDb" | "pan">;

/** Sings the line as the style does, and the doubles with it. */
function perform(
  take: Take,
  analysis: VoiceAnalysis,
  recipe: Recipe,
  { strength, seed, tempoBpm = 100 }: StyleOptions,
): Performed {
  if (analysis.problem !== null) return performUnpitched(take, recipe, strength, seed);
  const { contour, notes } = analysis;
  const durationSeconds = lengthOf(take) / take.sampleRate;
  const expression = expressionOf(contour, notes);
  const ratioAt = pitchRatio(expression, notes, recipe.touch ?? {}, strength, seed);
  const mostMs = 60_000 / tempoBpm / 8;
  const lag = recipe.lag && {
    leastMs: Math.min(recipe.lag.leastMs, mostMs),
    mostMs: Math.min(recipe.lag.mostMs, mostMs),
  };
  const timeMap = lag ? layBack(notes, lag, strength, durationSeconds, seed) : [];
  const copies = singerCopies(take, contour);
  const lead = recipe.touch || lag ? copies.singAll({ ratioAt, timeMap }) : take;
  const plans = recipe.doubles
    ? drawDoubles(notes, recipe.doubles, { ratioAt, timeMap }, strength, durationSeconds, seed)
    : [];
  const spectrum = longTermSpectrum(take);
  const doubles = singInTurn(plans, (double) => {
    const samples = copies.sing(double);
    changeThroat({ sampleRate: take.sampleRate, channels: [samples] }, spectrum, double.throat);
    return { samples, double };
  });
  const hzAt = (seconds: number) => {
    const frame = Math.min(contour.f0Hz.length - 1, Math.round(seconds / contour.hopSeconds));
    if (!(contour.f0Hz[frame]! > 0)) return 0;
    const note = notes[expression.note[frame]!];
    return note ? hzOf(note.midi) : contour.f0Hz[frame]!;
  };
  return { lead, doubles, timeMap, hzAt };
}

/** Copies that sway a little, for a sound whose pitch cannot be followed. */
function performUnpitched(take: Take, recipe: Recipe, strength: number, seed: number): Performed {
  const { doubles: spec } = recipe;
  const voices = Array.from({ length: spec?.voices ?? 0 }, (_, voice) => voice);
  const doubles = singInTurn(voices, (voice) => {
    const rng = stream(seed, "copy", voice);
    const samples = mono(take).slice();
    const swings = [{ hz: 0.4 + 0.4 * rng.next(), cents: 8 * strength, phase: rng.next() }];
    sway(samples, take.sampleRate, swings, strength * (0.012 + 0.02 * rng.next()));
    const side = voice % 2 === 0 ? 1 : -1;
    const pan = side * spec!.width * (1 - Math.floor(voice / 2) / spec!.voices);
    return { samples, double: { pan, gainDb: spec!.levelDb - 10 * Math.log10(spec!.voices) } };
  });
  return { lead: take, doubles, timeMap: [], hzAt: () => 0 };
}

function* singInTurn<Wish, Voice>(
  wishes: readonly Wish[],
  sing: (wish: Wish) => Voice,
): Generator<Voice> {
  for (const wish of wishes) yield sing(wish);
}

function copyOf(take: Take): Take {
  return { ...take, channels: take.channels.map((channel) => channel.slice()) };
}

/** Both sides, of one channel too. */
function widened(take: Take): Take {
  const [left, right] = take.channels;
  return left && !right ? { ...take, channels: [left, left.slice()] } : take;
}

/** Adds one voice at a place between the sides, by constant power. */
function addPanned(take: Take, samples: Float32Array, gain: number, pan: number): void {
  const angle = (pan + 1) * Math.PI / 4;
  const gains = [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
  take.channels.forEach((channel, c) => {
    const g = gain * gains[c]!;
    for (let i = 0; i < channel.length; i++) channel[i] = channel[i]! + g * samples[i]!;
  });
}
