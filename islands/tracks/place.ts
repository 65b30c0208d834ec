/** Where a track lies in time: whole milliseconds, ten minutes to either side. Pure. */

const FINE_SECONDS = .01;
const COARSE_SECONDS = .1;
const FARTHEST_SECONDS = 600;

export function placed(seconds: number): number {
  const whole = Math.round(seconds * 1000) / 1000 + 0; // no −0
  return Math.min(FARTHEST_SECONDS, Math.max(-FARTHEST_SECONDS, whole));
}

/** How far a key moves it; 0 brings it back to its place; null for any other key. */
export function stepOf(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): number | null {
  const step = shiftKey ? COARSE_SECONDS : FINE_SECONDS;
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return step;
    case "ArrowLeft":
    case "ArrowDown":
      return -step;
    case "PageUp":
      return 1;
    case "PageDown":
      return -1;
    case "0":
      return 0;
    default:
      return null;
  }
}

/** "0.25 s later", "1.00 s earlier", "in place". */
export function offsetWords(seconds: number): string {
  if (Math.abs(seconds) < .0005) return "in place";
  const digits = Math.round(Math.abs(seconds) * 1000) % 10 === 0 ? 2 : 3;
  return `${Math.abs(seconds).toFixed(digits)} s ${seconds < 0 ? "earlier" : "later"}`;
}
