/**
 * Pleasure by hue, after the order that Valdez & Mehrabian 1994 found for the ten Munsell hues: blue,
 * blue-green, green, red-purple, purple and purple-blue the most pleasant, yellow and green-yellow the
 * least. OKLCh degrees of the Munsell hues at middle value and chroma.
 */
const PLEASURE: readonly (readonly [hue: number, pleasure: number])[] = [
  [22, 0], // red
  [55, -0.1], // yellow-red
  [98, -0.5], // yellow
  [122, -0.6], // green-yellow
  [155, 0.7], // green
  [195, 0.9], // blue-green
  [235, 1], // blue
  [272, 0.4], // purple-blue
  [310, 0.5], // purple
  [350, 0.6], // red-purple
];

/**
 * −1 unpleasant … 1 pleasant; linear between the ten hues. Those were shown at middle value, where yellow
 * is olive; light yellows count as cheerful (Palmer et al. 2013: lighter and yellower with happier music).
 *
 * @param hue OKLCh degrees.
 * @param lightness L*, 0..1.
 */
export function huePleasure(hue: number, lightness: number): number {
  const yellowness = Math.max(0, 1 - Math.abs(hue - 105) / 35);
  const light = Math.min(1, Math.max(0, (lightness - 0.55) / 0.25));
  return atMiddleValue(hue) + 0.9 * yellowness * light;
}

function atMiddleValue(hue: number): number {
  const next = PLEASURE.findIndex(([at]) => at > hue);
  const [highHue, high] = PLEASURE[next === -1 ? 0 : next]!;
  const [lowHue, low] = PLEASURE.at(next === -1 ? -1 : next - 1)!;
  const span = (highHue - lowHue + 360) % 360;
  return low + (high - low) * ((hue - lowHue + 360) % 360) / span;
}

const WARMEST = 55;

/** 1 orange … −1 its opposite, a blue. */
export function hueWarmth(hue: number): number {
  return Math.cos((hue - WARMEST) * Math.PI / 180);
}
