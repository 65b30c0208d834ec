import type { Take } from "../take.ts";
import type { PartNote } from "./part.ts";
import { sing } from "./sing.ts";

/**
 * Several singers on one tune at fixed intervals from it, each with a voice and a vibrato of their
 * own and not quite together.
 *
 * @param intervals in semitones, one singer each.
 */
export function singTogether(
  notes: readonly PartNote[],
  intervals: readonly number[],
  seed: number,
): Take {
  const parts = intervals.map((interval, i) => {
    const late = 0.012 * i;
    const own = notes.map((note) => ({
      ...note,
      midi: note.midi + interval,
      startSeconds: note.startSeconds + late,
      endSeconds: note.endSeconds + late,
    }));
    return sing(own, { seed: seed + i, formantScale: 1 + 0.07 * i, vibratoHz: 5.2 + 0.3 * i }).take;
  });
  const length = Math.max(...parts.map((part) => part.channels[0]!.length));
  const mixed = new Float32Array(length);
  for (const part of parts) {
    part.channels[0]!.forEach((sample, i) => mixed[i]! += sample / parts.length);
  }
  return { sampleRate: parts[0]?.sampleRate ?? 44_100, channels: [mixed] };
}
