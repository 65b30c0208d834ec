export function dbToGain(db: number): number {
  return 10 ** (db / 20);
}

/** Amplitude to decibels; 0 gives −Infinity. */
export function gainToDb(gain: number): number {
  return 20 * Math.log10(gain);
}
