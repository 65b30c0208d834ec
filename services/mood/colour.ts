/**
 * Colour as people see it. OKLab after Ottosson 2020 for hue and chroma, CIE 1976 L* for lightness
 * (the scale that Valdez & Mehrabian's "brightness", Munsell value, follows).
 */

/** Lightness 0..1, a green–red, b blue–yellow. */
export type Oklab = readonly [lightness: number, a: number, b: number];

/** sRGB byte → linear light 0..1 (IEC 61966-2-1). */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Three sRGB bytes → OKLab. */
export function oklab(red: number, green: number, blue: number): Oklab {
  const r = LINEAR[red]!, g = LINEAR[green]!, b = LINEAR[blue]!;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab → three sRGB bytes, clipped into the gamut. */
export function fromOklab([lightness, a, b]: Oklab): [red: number, green: number, blue: number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** CIE L* of three sRGB bytes, as 0..1. */
export function lightnessOf(red: number, green: number, blue: number): number {
  const y = 0.2126 * LINEAR[red]! + 0.7152 * LINEAR[green]! + 0.0722 * LINEAR[blue]!;
  return y > 216 / 24389 ? 1.16 * Math.cbrt(y) - 0.16 : y * 24389 / 2700;
}

/**
 * Lightness as it is seen, 0..1 and a little above: vivid colours look lighter than their luminance
 * (Helmholtz–Kohlrausch). Fairchild & Pirrotta 1991, with CIELAB chroma and hue taken from OKLab.
 */
export function brightnessOf(lightness: number, colour: Oklab): number {
  const byHue = 0.116 * Math.abs(Math.sin((hueOf(colour) - 90) * Math.PI / 360)) + 0.085;
  const byLightness = 2.5 - 2.5 * lightness;
  return lightness + byLightness * byHue * CIELAB_CHROMA_PER_OKLAB * chromaOf(colour) / 100;
}

/** About right in the middle of sRGB; 323 (cyan) to 459 (yellow) at its corners. */
const CIELAB_CHROMA_PER_OKLAB = 400;

export function chromaOf([, a, b]: Oklab): number {
  return Math.hypot(a, b);
}

/** Hue angle in degrees, 0..360: red about 29, yellow 110, green 142, blue 264, magenta 328. */
export function hueOf([, a, b]: Oklab): number {
  return (Math.atan2(b, a) * 180 / Math.PI + 360) % 360;
}

/** Degrees between two hues, 0..180. */
export function hueDistance(one: number, other: number): number {
  const apart = Math.abs(one - other) % 360;
  return apart > 180 ? 360 - apart : apart;
}

/** Euclidean distance in OKLab; .02 is just noticeable. */
export function difference(one: Oklab, other: Oklab): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** `#rrggbb` → bytes; anything else is ink black. */
export function parseHex(hex: string): [red: number, green: number, blue: number] {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null) return [0, 0, 0];
  return [parseInt(match[1]!, 16), parseInt(match[2]!, 16), parseInt(match[3]!, 16)];
}

export function toHex(red: number, green: number, blue: number): string {
  return "#" + [red, green, blue].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function encode(linear: number): number {
  const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, value)));
}
