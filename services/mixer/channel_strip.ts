import type { Role, Style } from "../composer/score.ts";
import { type Biquad, filterThrough, highPass, highShelf, peaking } from "./biquad.ts";
import { addChorus } from "./chorus.ts";
import { dbToGain } from "./decibels.ts";
import {
  ATTACK_PEAK_LU,
  DRUM_PEAK_LU,
  mostGainDb,
  type RoleLevel,
  roleLevel,
  styleLevels,
  targetLufs,
} from "./levels.ts";
import { limiterGain, MASTER_LIMITER } from "./limiter.ts";
import { integratedLoudness } from "./loudness.ts";
import { addReverb } from "./reverb.ts";
import { softClip } from "./soft_clip.ts";
import { applyEnvelope, channelsOf, isMono, pan, scale, type Stereo } from "./stereo.ts";
import { peakOf } from "./true_peak.ts";

export interface StripOptions {
  readonly role: Role;
  readonly style: Style;
  readonly sampleRate: number;
  /** The level found at the first rendering, to be kept; measured when absent. */
  readonly gainDb?: number;
}

/**
 * Turns a dry stem into its place in the mix, in place: equaliser, level by measured loudness,
 * position, chorus, its own share of the room. Nothing here depends on another stem.
 *
 * The bus equaliser is part of it: a linear filter on every stem is the same filter on their sum,
 * and so the delivered stems add up to the delivered mix.
 *
 * @returns the gain that levelled it, in dB, to be frozen with the part.
 */
export function processStem(stem: Stereo, options: StripOptions): number {
  const { role, style, sampleRate } = options;
  const level = roleLevel(role);
  const target = targetLufs(role, style);
  // The bank is mono: most dry stems are one sound twice, and half the work is enough.
  const mono = isMono(stem);
  const channels = mono ? [stem.left] : channelsOf(stem);
  for (const channel of channels) filterThrough(channel, equaliser(level, sampleRate));

  const loudness = integratedLoudness(channels, sampleRate) + (mono ? BOTH_CHANNELS_LU : 0);
  const gainDb = options.gainDb ?? levelGainDb(loudness, target, mostGainDb(role));
  for (const channel of channels) scale(channel, dbToGain(gainDb));
  if (role === "drums") roundPeaks(channels, dbToGain(target + DRUM_PEAK_LU));
  else holdPeaks(channels, dbToGain(target + ATTACK_PEAK_LU), sampleRate);
  if (mono) stem.right.set(stem.left);
  pan(stem, level.pan);
  if (level.chorus > 0) addChorus(stem, sampleRate, level.chorus / 127);
  if (level.reverb > 0) {
    const { room, reverbReturnDb } = styleLevels(style);
    addReverb(stem, sampleRate, room, level.reverb / 127 * dbToGain(reverbReturnDb));
  }
  return gainDb;
}

/** Two equal channels are this much louder than one. */
const BOTH_CHANNELS_LU = 10 * Math.log10(2);

/** What brings `measured` to `target`, within the most that a quiet part may be lifted. */
export function levelGainDb(measuredLufs: number, targetLufs: number, mostDb: number): number {
  if (measuredLufs === -Infinity) return 0;
  return Math.min(mostDb, targetLufs - measuredLufs);
}

function equaliser(level: RoleLevel, sampleRate: number): readonly Biquad[] {
  return [
    highPass(level.highPassHz, sampleRate),
    ...level.presenceDb === 0 ? [] : [peaking(1_200, level.presenceDb, sampleRate, 0.6)],
    // The bus has a cut of its own in the low middle, and more air.
    peaking(270, level.lowMidDb - 1.5, sampleRate),
    highShelf(7_000, 2.5, sampleRate),
  ];
}

function roundPeaks(channels: readonly Float32Array[], limit: number): void {
  for (const channel of channels) softClip(channel, limit * 0.7, limit);
}

function holdPeaks(channels: readonly Float32Array[], ceiling: number, sampleRate: number): void {
  if (channels.every((channel) => peakOf(channel) <= ceiling)) return;
  const gain = limiterGain(channels, 1, sampleRate, { ...MASTER_LIMITER, ceiling });
  for (const channel of channels) applyEnvelope(channel, gain);
}
