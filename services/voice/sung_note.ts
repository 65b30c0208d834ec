/** A note as it was sung: the unit that correction, timing, harmony and lyrics work on. */
export interface SungNote {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The pitch held, as a fractional MIDI note (vibrato and portamento averaged out). */
  readonly midi: number;
  /** Vibrato: half the peak-to-peak extent in cents and the rate in Hz; null when there is none. */
  readonly vibrato: { readonly extentCents: number; readonly rateHz: number } | null;
  /** How sure the segmentation is that this is one note with these bounds, 0 … 1. */
  readonly confidence: number;
  /** What began it: sound after silence or a consonant, or a step of pitch within one breath. */
  readonly begunBy: "onset" | "step";
}
