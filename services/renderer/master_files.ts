import { gainToDb } from "../mixer/decibels.ts";
import { integratedLoudness } from "../mixer/loudness.ts";
import { findMaster, keepStemPeaks } from "../mixer/master.ts";
import { encodePeaks } from "../mixer/peaks.ts";
import { addScaled, applyEnvelope, channelsOf, silence, type Stereo } from "../mixer/stereo.ts";
import { truePeak } from "../mixer/true_peak.ts";
import { writeWav } from "../mixer/wav.ts";
import type { MasteredFiles, SoundFile } from "./protocol.ts";

/**
 * Adds the stems up, finds the master's gain and writes the mix and every stem through it.
 *
 * @param stems levelled and panned, of one length; each is dropped from the array once written,
 * because a minute of six stems is 130 MB.
 */
export function masterFiles(
  stems: (Stereo | undefined)[],
  sampleRate: number,
  fadeSeconds: number,
): MasteredFiles {
  const mix = silence(stems[0]?.left.length ?? 0);
  const stemPeaks = new Float32Array(mix.left.length);
  for (const stem of stems) {
    if (stem === undefined) continue;
    addScaled(mix.left, stem.left, 1);
    addScaled(mix.right, stem.right, 1);
    keepStemPeaks(stemPeaks, stem);
  }
  const master = findMaster(mix, stemPeaks, sampleRate, fadeSeconds);
  const written = stems.map((stem, i) => {
    stems[i] = undefined;
    return writeThrough(stem!, master.gain, sampleRate);
  });
  const mixFile = writeThrough(mix, master.gain, sampleRate);
  return {
    mix: mixFile,
    stems: written,
    loudnessLufs: integratedLoudness(channelsOf(mix), sampleRate),
    truePeakDbtp: gainToDb(truePeak(channelsOf(mix))),
    limiterReductionDb: master.limiterReductionDb,
    compressorReductionDb: master.compressorReductionDb,
  };
}

function writeThrough(sound: Stereo, gain: Float32Array, sampleRate: number): SoundFile {
  const channels = channelsOf(sound);
  for (const channel of channels) applyEnvelope(channel, gain);
  return { wav: writeWav(channels, sampleRate, 24), peaks: encodePeaks(channels, sampleRate) };
}
