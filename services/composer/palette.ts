import { type Instrument, PALETTES, type PitchedRole } from "./palette_book.ts";
import { stream } from "./random.ts";
import type { Brief, Style } from "./score.ts";

/** The band of one piece; no pad where the style would be crowded by one. */
export interface Band {
  readonly lead: Instrument;
  readonly counter: Instrument;
  readonly comp: Instrument;
  readonly pad: Instrument | undefined;
  readonly bass: Instrument;
  readonly kit: number;
}

/** Picks instruments near the mood; the lead also by how well it holds the register. */
export function chooseBand(brief: Brief, register: number): Band {
  const palette = PALETTES[brief.style];
  const lead = draw(brief, "lead", palette.lead, (i) => registerFit(i, register));
  const unlikeLead = (i: Instrument) => i.program === lead.program ? 0 : 1;
  return {
    lead,
    counter: draw(brief, "counter", palette.counter, unlikeLead),
    comp: draw(brief, "comp", palette.comp, unlikeLead),
    pad: brief.style === "jazz" && brief.arousal >= 0
      ? undefined
      : draw(brief, "pad", palette.pad, () => 1),
    bass: draw(brief, "bass", palette.bass, () => 1),
    kit: kitFor(brief.style, brief.arousal),
  };
}

/** The likeliest programs of a style in a mood, lead first: what a person would be told. */
export function likelyPrograms(style: Style, valence: number, arousal: number): number[] {
  const palette = PALETTES[style];
  const programs: number[] = [];
  for (const role of ["lead", "comp", "bass", "pad", "counter"] as const) {
    if (role === "pad" && style === "jazz" && arousal >= 0) continue;
    const ranked = [...palette[role]]
      .filter((i) => !programs.includes(i.program))
      .sort((a, b) => homeWeight(b, valence, arousal) - homeWeight(a, valence, arousal));
    if (ranked[0]) programs.push(ranked[0].program);
  }
  return programs;
}

/** General MIDI drum kit. */
export function kitFor(style: Style, arousal: number): number {
  switch (style) {
    case "lofi":
      return 8;
    case "rock":
      return arousal > 0.4 ? 16 : 0;
    case "electronic":
      return arousal > 0.3 ? 24 : 25;
    case "jazz":
      return arousal < 0 ? 40 : 32;
    case "folk":
      return arousal < 0 ? 40 : 0;
    case "cinematic":
      return 48;
    default:
      return 0;
  }
}

function draw(
  brief: Brief,
  role: PitchedRole,
  items: readonly Instrument[],
  fit: (item: Instrument) => number,
): Instrument {
  const wished = items.find(({ program }) => program === brief.arrangement?.programs?.[role]);
  if (wished && fit(wished) >= FITS_WELL) return wished;
  return stream(brief.seed, "palette", role)
    .weighted(items, (item) => homeWeight(item, brief.valence, brief.arousal) * fit(item));
}

/** Share of the register, squared, that a wished lead must hold. */
const FITS_WELL = 0.25;

/** Rounded, so that another processor's `exp` cannot flip a draw. */
function homeWeight(item: Instrument, valence: number, arousal: number): number {
  const distance = (item.arousal - arousal) ** 2 + (item.valence - valence) ** 2;
  return Math.round((Math.exp(-distance / 0.35) + 0.02) * 1e6) / 1e6;
}

/** Share of the octave and more around the register that the instrument reaches, squared. */
function registerFit(item: Instrument, register: number): number {
  const reach = Math.min(item.high, register + 7) - Math.max(item.low, register - 7);
  const share = Math.max(0.05, reach / 14);
  return share * share;
}
