/** WCAG 2.1 AA over the design tokens: every text and every control on every surface, in both themes. */
import { expect } from "expect";

const css = (await Deno.readTextFile(new URL("../../static/css/tokens.css", import.meta.url)))
  .replace(/\/\*[\s\S]*?\*\//g, "");

type Tokens = Readonly<Record<string, string>>;

const base = block(":root {");
const more = { ...base, ...block(':root[data-contrast="more"] {') };

const SURFACES = ["desk", "paper", "sheet", "well", "lift"];
const PIGMENTS = [
  "orpiment",
  "vermilion",
  "madder",
  "murex",
  "indigo",
  "lapis",
  "verdigris",
  "malachite",
];
const MARKS = PIGMENTS.map((pigment) => `${pigment}-mark`);
const PEOPLE = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `c${n}`);
const TEXTS = ["ink", "ink-2", "ink-3", "ok", "warn", "danger", "rec", ...MARKS, ...PEOPLE];
const CONTROLS = ["edge", "focus", "needle"];

const PAIRS: readonly (readonly [front: string, back: string, atLeast: number])[] = [
  ...TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface, 4.5] as const)),
  ...CONTROLS.flatMap((control) => SURFACES.map((surface) => [control, surface, 3] as const)),
  ...[...PEOPLE, ...MARKS, "danger", "ok"].map((colour) => ["on-c", colour, 4.5] as const),
  ["on-ink", "ink", 4.5],
  ["glass-ink", "glass", 4.5],
  ["glass-2", "glass", 4.5],
];

for (const [name, tokens] of [["usual", base], ["more", more]] as const) {
  for (const theme of ["light", "dark"] as const) {
    Deno.test(`${name} contrast, ${theme}: every pair of tokens can be read`, () => {
      const faint = PAIRS.filter(([front, back, atLeast]) =>
        ratio(colour(tokens, front, theme), colour(tokens, back, theme)) < atLeast
      );
      expect(faint).toEqual([]);
    });
  }
}

function block(selector: string): Tokens {
  const body = /\{([^}]*)\}/.exec(css.slice(css.indexOf(selector)))?.[1] ?? "";
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]),
  );
}

function colour(tokens: Tokens, name: string, theme: "light" | "dark"): string {
  const value = tokens[name] ?? "";
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (other) return colour(tokens, other, theme);
  const pair = /^light-dark\(\s*(#\w+),\s*(#\w+)\s*\)$/.exec(value);
  return pair ? pair[theme === "dark" ? 2 : 1]! : value;
}

/** WCAG 2.1, relative luminance and contrast ratio. */
function ratio(front: string, back: string): number {
  const [high, low] = [luminance(front), luminance(back)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((channel) => channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
