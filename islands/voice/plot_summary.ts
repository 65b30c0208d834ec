import type { VersionView } from "../../collab/document/schema.ts";
import { noteName, offWords, type Pitch, type PitchNote } from "./pitch.ts";
import { factsOf } from "./report_words.ts";

/** The plot in a sentence or two, for those who do not see it. */
export function plotSummary(
  name: string,
  sung: Pitch | null,
  version: Pick<VersionView, "label" | "report"> | null,
): string {
  if (!sung) return `Pitch of ${name}, not heard yet.`;
  const notes = rangeWords(sung.notes.map(({ midi }) => midi));
  const facts = version ? factsOf(version.report).map(factWords).join(", ") : "";
  const made = version ? ` ${version.label} is drawn over it${facts ? `: ${facts}` : ""}.` : "";
  return `Pitch of ${name}: ${notes}${farWords(sung.notes)}.${made}`;
}

/** "Note 3 of 12: A3, 12 cents low, 0.4 s, at 3.1 s". */
export function noteWords(note: PitchNote, index: number, count: number): string {
  const target = note.targetMidi ?? Math.round(note.midi);
  const seconds = (note.endSeconds - note.startSeconds).toFixed(1);
  return `Note ${index + 1} of ${count}: ${noteName(target)}, ${
    offWords(note.midi, target)
  }, ${seconds} s, at ${note.startSeconds.toFixed(1)} s`;
}

/** Further than this from the nearest semitone, a listener hears it. */
const HEARD_CENTS = 20;

function rangeWords(midis: readonly number[]): string {
  if (midis.length === 0) return "no notes";
  const [low, high] = [noteName(Math.min(...midis)), noteName(Math.max(...midis))];
  if (midis.length === 1) return `1 note, ${low}`;
  return `${midis.length} notes from ${low} to ${high}`;
}

function farWords(notes: readonly PitchNote[]): string {
  const cents = notes.map(({ midi }) => Math.round((midi - Math.round(midi)) * 100));
  const low = cents.filter((each) => each < -HEARD_CENTS).length;
  const high = cents.filter((each) => each > HEARD_CENTS).length;
  if (low + high === 0) return "";
  return `; by more than ${HEARD_CENTS} cents, ${are(low)} low and ${are(high)} high`;
}

function are(count: number): string {
  return count === 1 ? "1 is" : `${count} are`;
}

function factWords(
  { name, before, after }: {
    readonly name: string;
    readonly before: string | null;
    readonly after: string;
  },
): string {
  return `${name.toLowerCase()} ${before ? `${before}, now ${after}` : after}`;
}
