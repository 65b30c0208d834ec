import type { BasicSoundBank } from "spessasynth_core";
import { processStem } from "../mixer/channel_strip.ts";
import { gainToDb } from "../mixer/decibels.ts";
import { integratedLoudness } from "../mixer/loudness.ts";
import { addStem, findMaster } from "../mixer/master.ts";
import { encodePeaks } from "../mixer/peaks.ts";
import { applyEnvelope, channelsOf, silence } from "../mixer/stereo.ts";
import { truePeak } from "../mixer/true_peak.ts";
import { writeWav } from "../mixer/wav.ts";
import type { RenderResults, RenderTasks } from "./protocol.ts";
import { SAMPLE_RATE } from "./sample_rate.ts";
import { synthesizePart } from "./synthesize.ts";

/** @param task `part` as performed; @returns the stem at its place in the mix, unmastered. */
export async function renderStem(
  bank: BasicSoundBank,
  { part, style, frames, gainDb }: RenderTasks["stem"],
): Promise<RenderResults["stem"]> {
  const stem = await synthesizePart(bank, part, frames, SAMPLE_RATE);
  const options = { role: part.role, style, sampleRate: SAMPLE_RATE, gainDb };
  return { stem, gainDb: processStem(stem, options) };
}

/** @param task stems of one length, in the order of the parts. */
export function masterStems(
  { stems, fadeSeconds }: RenderTasks["master"],
): RenderResults["master"] {
  const mix = silence(stems[0]?.left.length ?? 0);
  const stemPeaks = new Float32Array(mix.left.length);
  for (const stem of stems) addStem(mix, stemPeaks, stem);
  const master = findMaster(mix, stemPeaks, SAMPLE_RATE, fadeSeconds);
  const gain = new Float32Array(new SharedArrayBuffer(master.gain.byteLength));
  gain.set(master.gain);
  const channels = channelsOf(mix);
  for (const channel of channels) applyEnvelope(channel, master.gain);
  return {
    ...master,
    gain,
    mix,
    stems,
    loudnessLufs: integratedLoudness(channels, SAMPLE_RATE),
    truePeakDbtp: gainToDb(truePeak(channels)),
  };
}

/** Multiplies the sound by the gain, in place, and writes it. */
export function writeSound({ sound, gain }: RenderTasks["write"]): RenderResults["write"] {
  const channels = channelsOf(sound);
  if (gain !== undefined) { for (const channel of channels) applyEnvelope(channel, gain); }
  return { wav: writeWav(channels, SAMPLE_RATE, 24), peaks: encodePeaks(channels, SAMPLE_RATE) };
}
