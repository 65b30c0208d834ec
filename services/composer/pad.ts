import { melodyUnder, windowShift } from "./comp.ts";
import { chordsOf, type Draft, type WrittenNote } from "./draft.ts";
import { clamp } from "./mood.ts";
import type { Note, Section } from "./score.ts";
import { voiceChords, type VoicingWindow } from "./voicing.ts";

/** Held chords in three voices; common tones are tied inside the section. */
export function composePad(
  draft: Draft,
  section: Section,
  lead: readonly Note[],
): WrittenNote[] {
  const chords = chordsOf(draft, section.id);
  const voicings = voiceChords(chords, padWindow(draft), melodyUnder(lead));
  const held = new Map<number, WrittenNote>();
  const notes: WrittenNote[] = [];
  chords.forEach((chord, i) => {
    const voicing = voicings[i]!;
    for (const [pitch, note] of held) {
      if (voicing.includes(pitch)) continue;
      notes.push(note);
      held.delete(pitch);
    }
    for (const pitch of voicing) {
      const note = held.get(pitch);
      const tick = note?.tick ?? chord.tick;
      held.set(pitch, { tick, dur: chord.tick + chord.dur - tick, pitch });
    }
  });
  return [...notes, ...held.values()];
}

/** Where the pad lies: 49–70, moved a little by the mood. */
export function padWindow(draft: Draft): VoicingWindow {
  const pad = draft.band.pad ?? draft.band.comp;
  const shift = windowShift(draft);
  const low = clamp(49 + shift, pad.low, pad.high - 14);
  return { low, high: clamp(70 + shift, low + 14, pad.high), voices: 3 };
}
