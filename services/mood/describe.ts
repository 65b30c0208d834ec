import type { Gesture } from "./gesture.ts";
import type { MoodReading } from "./reading.ts";
import { type Traits, traitsOf } from "./traits.ts";

/** One or two plain, warm sentences about what was seen and how it feels; the same reading, the same words. */
export function describeMood(reading: MoodReading): string {
  if (reading.contributions.length === 0) {
    return "A blank sheet, waiting. It could still become anything.";
  }
  const choose = chooser(reading);
  return `${sight(reading, choose)} ${feeling(reading, choose)}`;
}

type Choose = <T>(options: readonly T[]) => T;

function sight(reading: MoodReading, choose: Choose): string {
  const traits = traitsOf(reading);
  if (reading.source === "drawing") return lines(reading, reading.gesture, choose);
  const subject = choose(["picture", "scene", "view"]);
  const tints = reading.palette.slice(0, 2).map(({ name }) => name);
  const colours = tints.length === 2 && tints[0] !== tints[1]
    ? `${tints[0]} and ${tints[1]}`
    : tints[0];
  const strokes = reading.gesture === null ? "" : ", drawn over by hand";
  const opening = `${lightWords(traits)} ${subject} in ${colours}`;
  return `${article(opening)}${strokes}, ${surfaceWords(traits, reading, choose)}.`;
}

function lightWords({ light, temperature, vividness }: Traits): string {
  const tone = temperature === "warm" || temperature === "cool"
    ? temperature
    : VIVIDNESS[vividness];
  return `${LIGHT[light]}, ${tone}`;
}

const LIGHT = { dark: "dark", dim: "dim", balanced: "evenly lit", bright: "bright", pale: "pale" };
const VIVIDNESS = { grey: "colourless", muted: "muted", clear: "many-coloured", vivid: "vivid" };

function surfaceWords(traits: Traits, { layout }: MoodReading, choose: Choose): string {
  const surface = choose(SURFACE[traits.surface]);
  if (traits.isContrasty) return `${surface} and deep shadows`;
  if (traits.isOpen) return `${surface} and ${choose(["room to breathe", "much open space"])}`;
  if (layout.symmetry > 0.8) return `${surface}, almost the same on both sides`;
  if (layout.horizon !== null) {
    return `${surface} and a horizon ${layout.horizon < 0.5 ? "high up" : "lying low"}`;
  }
  return surface;
}

const SURFACE = {
  soft: ["with soft edges", "with nothing hard in it"],
  calm: ["with calm surfaces", "with few edges"],
  detailed: ["with much to look at", "with fine detail"],
  busy: ["with detail everywhere", "with hardly a quiet spot"],
};

function lines({ palette, layout }: MoodReading, gesture: Gesture | null, choose: Choose): string {
  if (gesture === null) return "Hardly a line on the sheet.";
  const pace = gesture.speed === null
    ? ""
    : gesture.speed > 0.7
    ? "quick"
    : gesture.speed < 0.25
    ? "slow"
    : "";
  const shape = gesture.jaggedness > 0.45
    ? "jagged"
    : gesture.roundness > 0.5
    ? "round"
    : gesture.length > 0.35
    ? "long"
    : gesture.length < 0.06
    ? "short"
    : "smooth";
  const words = pace === "" ? shape : `${pace}, ${shape}`;
  const inks = [...new Set(palette.slice(0, 2).map(({ name }) => name))].join(" and ");
  const page = layout.emptySpace > 0.6
    ? choose(["on open paper", "with the paper left to breathe"])
    : choose(["filling the sheet", "from edge to edge"]);
  const drawn = gesture.strokes === 1 ? article(`${words} line`) : capital(`${words} lines`);
  return `${drawn} in ${inks}, ${page}.`;
}

function feeling({ named }: MoodReading, choose: Choose): string {
  const { word } = named.primary;
  const other = named.secondary[0]?.word;
  if (word === "neutral") {
    return other === undefined
      ? "Its mood is hard to tell."
      : `Its mood is hard to tell, perhaps a little ${other}.`;
  }
  if (other === undefined) return choose([`It feels ${word}.`, `The mood is ${word}.`]);
  return choose([
    `It feels ${word}, with something ${other} in it.`,
    `The mood is ${word}, leaning towards ${other}.`,
    `It comes across as ${word} and a little ${other}.`,
  ]);
}

/** Picks by the picture's own colours and place, so that pictures differ and readings repeat. */
function chooser({ palette, valence, arousal }: MoodReading): Choose {
  const text = palette.map(({ hex }) => hex).join("") + valence.toFixed(2) + arousal.toFixed(2);
  let state = 0x811c9dc5; // FNV-1a
  for (const letter of text) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return (options) => {
    state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) >>> 0;
    return options[(state >>> 8) % options.length]!;
  };
}

function article(words: string): string {
  return `${/^[aeiou]/.test(words) ? "An" : "A"} ${words}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
