import type { Contour } from "../contour.ts";

/**
 * Mean harmonics-to-noise ratio over the frames that are voiced in all contours, one value for each:
 * 10 log10 (r / (1 − r)) of the periodicity r (P. Boersma 1993).
 */
export function harmonicityDb(contours: readonly Contour[]): number[] {
  const frames = Array.from(contours[0]!.f0Hz.keys()).filter((i) =>
    contours.every(({ f0Hz }) => f0Hz[i]! > 0)
  );
  return contours.map(({ periodicity }) => {
    const ratios = frames.map((i) => {
      const r = Math.min(0.99999, Math.max(0.01, periodicity[i]!));
      return 10 * Math.log10(r / (1 - r));
    });
    return ratios.reduce((sum, db) => sum + db, 0) / ratios.length;
  });
}
