import { chromaOf, difference, type Oklab, oklab, parseHex } from "./colour.ts";

const NAMES: readonly (readonly [name: string, hex: string])[] = [
  ["black", "#0b0b0c"],
  ["charcoal", "#33363a"],
  ["grey", "#7d8084"],
  ["pale grey", "#c3c5c8"],
  ["white", "#fafafa"],
  ["cream", "#f5eeda"],
  ["beige", "#dccbaa"],
  ["sand", "#c8ad7f"],
  ["tan", "#b08a5b"],
  ["brown", "#7a5230"],
  ["dark brown", "#3f2a1b"],
  ["rust", "#a8491f"],
  ["ochre", "#c28a23"],
  ["gold", "#e0b02c"],
  ["yellow", "#f6dd33"],
  ["pale yellow", "#f7eb9e"],
  ["orange", "#f08423"],
  ["peach", "#f7bd94"],
  ["coral", "#f0785c"],
  ["red", "#d52b2b"],
  ["dark red", "#7d1a1c"],
  ["crimson", "#b3173f"],
  ["pink", "#f2a0b5"],
  ["rose", "#d9597f"],
  ["magenta", "#c92a9b"],
  ["plum", "#66305e"],
  ["purple", "#7a3fa8"],
  ["violet", "#5a3fd0"],
  ["lavender", "#b9a9e0"],
  ["navy", "#18244f"],
  ["deep blue", "#1f4690"],
  ["blue", "#2b6fd6"],
  ["sky blue", "#7fbdec"],
  ["pale blue", "#c5dcee"],
  ["slate blue", "#5d7590"],
  ["dark slate", "#2b3a47"],
  ["teal", "#0f6f74"],
  ["turquoise", "#2fbdb8"],
  ["mint", "#a9e3c6"],
  ["green", "#2f9e4b"],
  ["leaf green", "#5c9d25"],
  ["lime", "#a6d82d"],
  ["forest green", "#1f4f2c"],
  ["moss", "#57642f"],
  ["olive", "#83802f"],
  ["sage", "#a3b18c"],
];

const REFERENCES = NAMES.map(([name, hex]) => [name, oklab(...parseHex(hex))] as const);

/** A plain English name: the nearest of forty-six, hue counting more than lightness. */
export function nameColour(colour: Oklab): string {
  let nearest = REFERENCES[0]![0];
  let least = Infinity;
  for (const [name, reference] of REFERENCES) {
    const apart = difference([colour[0] * 0.7, colour[1], colour[2]], [
      reference[0] * 0.7,
      reference[1],
      reference[2],
    ]) + 0.5 * Math.abs(chromaOf(colour) - chromaOf(reference));
    if (apart < least) [least, nearest] = [apart, name];
  }
  return nearest;
}
