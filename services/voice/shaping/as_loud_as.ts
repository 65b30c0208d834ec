import { dbToGain, gainToDb } from "../../mixer/decibels.ts";
import { limiterGain, MASTER_LIMITER } from "../../mixer/limiter.ts";
import { integratedLoudness } from "../../mixer/loudness.ts";
import { applyEnvelope, scale } from "../../mixer/stereo.ts";
import { truePeak, truePeakEnvelope } from "../../mixer/true_peak.ts";
import type { Take } from "../take.ts";

/** Never above −1 dBTP: the limiter's own −1.3 leaves room for a lossy encoder. */
const CEILING = MASTER_LIMITER.ceiling;
/** The most that peaks may be held down for the sake of loudness. */
const PASSES = 4;

/** The shortest sound that can be measured, with some to spare. */
const LEAST_SECONDS = 0.45;

/**
 * Loudness after BS.1770 (LUFS), of a take that is shorter than the meter's window as well: it is
 * heard again and again until that is full.
 *
 * @returns −Infinity for silence.
 */
export function takeLoudness({ channels, sampleRate }: Take): number {
  const length = channels[0]?.length ?? 0;
  const least = Math.ceil(LEAST_SECONDS * sampleRate);
  if (length === 0 || length >= least) return integratedLoudness(channels, sampleRate);
  const again = channels.map((channel) =>
    Float32Array.from({ length: least }, (_, i) => channel[i % length]!)
  );
  return integratedLoudness(again, sampleRate);
}

/**
 * The loudness a listener hears, in LUFS: one channel sounds from both speakers, and so is 3 LU
 * louder than its file's own measure.
 */
export function heardLoudness(take: Take): number {
  const loudness = takeLoudness(take);
  return take.channels.length === 1 ? loudness + gainToDb(Math.SQRT2) : loudness;
}

/** Brings a take, in place, to a loudness as heard, with no true peak above −1 dBTP. */
export function makeAsLoudAs(take: Take, lufs: number): void {
  const loudness = heardLoudness(take);
  if (loudness === -Infinity || lufs === -Infinity) return;
  let drive = dbToGain(lufs - loudness);
  if (truePeak(take.channels) * drive <= CEILING) {
    for (const channel of take.channels) scale(channel, drive);
    return;
  }
  const dry = take.channels.map((channel) => channel.slice());
  const peaks = truePeakEnvelope(dry, CEILING / drive / 2);
  for (let pass = 0; pass < PASSES; pass++) {
    const gain = limiterGain([peaks], drive, take.sampleRate);
    scale(gain, drive);
    take.channels.forEach((channel, c) => {
      channel.set(dry[c]!);
      applyEnvelope(channel, gain);
    });
    const error = lufs - heardLoudness(take);
    if (Math.abs(error) < 0.1) return;
    drive *= dbToGain(Math.min(2, error));
  }
}
