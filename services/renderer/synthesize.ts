import { type BasicSoundBank, SpessaSynthProcessor } from "spessasynth_core";
import type { PerformedPart } from "../composer/score.ts";
import { silence, type Stereo } from "../mixer/stereo.ts";

const BLOCK = 128;

/** More than one part ever sounds at once; each costs a look per block even when silent. */
const VOICES = 96;

/** Level, position and sends belong to the mixer. */
const MIXER_CONTROLLERS: ReadonlySet<number> = new Set([7, 10, 91, 93]);

/**
 * Plays one part on a synthesiser of its own, without effects, every event on its sample.
 *
 * @returns the dry sound: `frames` samples a channel, centred, at the bank's own level.
 */
export async function synthesizePart(
  bank: BasicSoundBank,
  part: PerformedPart,
  frames: number,
  sampleRate: number,
): Promise<Stereo> {
  const synth = new SpessaSynthProcessor(sampleRate, {
    effectsEnabled: false,
    eventsEnabled: false,
    maxBufferSize: BLOCK,
  });
  synth.setSystemParameter("voiceCap", VOICES);
  synth.soundBankManager.addSoundBank(bank, "main");
  await synth.processorInitialized;
  const channel = part.drum ? 9 : part.channel;
  synth.programChange(channel, part.program);
  const out = silence(frames);
  let frame = 0;
  let silent = true;
  for (const event of eventsOf(part, sampleRate)) {
    const due = Math.min(event.frame, frames);
    // Nothing sounds: nothing to compute. The voices' clocks start with their notes.
    if (silent) frame = due;
    while (frame < due) {
      frame += render(synth, out, frame, due);
      silent = synth.voiceCount === 0;
    }
    if (frame >= frames) break;
    event.apply(synth, channel);
    silent = false;
  }
  while (frame < frames) frame += render(synth, out, frame, frames);
  return out;
}

function render(synth: SpessaSynthProcessor, out: Stereo, from: number, to: number): number {
  const length = Math.min(BLOCK, to - from);
  synth.process(out.left, out.right, from, length);
  return length;
}

interface TimedEvent {
  readonly frame: number;
  /** At one frame: notes end, then controllers move, then notes begin. */
  readonly order: 0 | 1 | 2;
  apply(synth: SpessaSynthProcessor, channel: number): void;
}

function eventsOf(part: PerformedPart, sampleRate: number): TimedEvent[] {
  const frameOf = (seconds: number) => Math.max(0, Math.round(seconds * sampleRate));
  const events: TimedEvent[] = [];
  for (const note of part.notes) {
    const on = frameOf(note.onSeconds);
    events.push(
      { frame: on, order: 2, apply: (synth, c) => synth.noteOn(c, note.pitch, note.velocity) },
      {
        frame: Math.max(on + 1, frameOf(note.offSeconds)),
        order: 0,
        apply: (synth, c) => synth.noteOff(c, note.pitch),
      },
    );
  }
  for (const { seconds, controller, value } of part.controls) {
    if (MIXER_CONTROLLERS.has(controller)) continue;
    events.push({
      frame: frameOf(seconds),
      order: 1,
      apply: (synth, c) => synth.controllerChange(c, controller as Controller, value),
    });
  }
  // The sort is stable, so that equal moments keep the order of the part.
  return events.sort((a, b) => a.frame - b.frame || a.order - b.order);
}

type Controller = Parameters<SpessaSynthProcessor["controllerChange"]>[1];
