/** The pitch of a voice over time. Frame i is centred at `i * hopSeconds`; all arrays have one length. */
export interface Contour {
  /** 0.01 s. */
  readonly hopSeconds: number;
  /** Fundamental frequency in Hz, 0 where the frame is unvoiced. */
  readonly f0Hz: Float32Array<ArrayBuffer>;
  /** How periodic the frame is, 0 … 1 (the normalised autocorrelation at the chosen lag). */
  readonly periodicity: Float32Array<ArrayBuffer>;
  /** Level of the frame, dB re full scale (RMS). */
  readonly levelDb: Float32Array<ArrayBuffer>;
}

/** A fundamental frequency as a fractional MIDI note; A4 = 440 Hz = 69. */
export function midiOf(hz: number): number {
  return 69 + 12 * Math.log2(hz / 440);
}

/** A fractional MIDI note as a fundamental frequency in Hz. */
export function hzOf(midi: number): number {
  return 440 * 2 ** ((midi - 69) / 12);
}
