import type { Role } from "./score.ts";

/** The eight colours of the studio; each is a family of timbres. */
export const PIGMENTS = [
  "orpiment",
  "vermilion",
  "madder",
  "murex",
  "indigo",
  "lapis",
  "verdigris",
  "malachite",
] as const;
export type Pigment = typeof PIGMENTS[number];

/** The colour a part is shown in: by its role where the role is a timbre, else by its instrument. */
export function pigmentOf(
  part: { readonly role: Role; readonly program: number; readonly drum: boolean },
): Pigment {
  if (part.drum || part.role === "drums") return "madder";
  if (part.role === "bass") return "indigo";
  if (part.role === "pad") return "murex";
  return pigmentOfProgram(part.program, part.role === "lead");
}

/** First program of each run of one colour, in General MIDI order (0-based). */
const RUNS: readonly (readonly [number, Pigment])[] = [
  [0, "orpiment"], // pianos, celesta, glockenspiel, music box
  [11, "verdigris"], // vibraphone, marimba, xylophone
  [14, "orpiment"], // tubular bells
  [15, "malachite"], // dulcimer
  [16, "orpiment"], // organs, accordion
  [22, "verdigris"], // harmonica
  [23, "orpiment"],
  [24, "malachite"], // guitars
  [32, "indigo"], // basses
  [40, "lapis"], // bowed strings
  [45, "malachite"], // pizzicato, harp
  [47, "madder"], // timpani
  [48, "lapis"], // string ensembles
  [50, "murex"], // synthetic strings, choir
  [55, "vermilion"], // hit, brass, saxophones
  [68, "verdigris"], // reeds and pipes
  [80, "vermilion"], // synthetic leads
  [88, "murex"], // synthetic pads
  [98, "orpiment"], // crystal
  [99, "murex"],
  [104, "malachite"], // sitar, banjo, shamisen, koto
  [108, "verdigris"], // kalimba, bagpipe
  [110, "lapis"], // fiddle
  [111, "verdigris"],
  [112, "madder"],
];

function pigmentOfProgram(program: number, lead: boolean): Pigment {
  if (lead && (program === 29 || program === 30)) return "vermilion"; // a distorted lead sings
  if (lead && program >= 52 && program <= 54) return "vermilion"; // a voice in front
  let pigment: Pigment = "orpiment";
  for (const [first, colour] of RUNS) if (program >= first) pigment = colour;
  return pigment;
}
