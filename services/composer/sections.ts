import { clamp } from "./mood.ts";
import { stream } from "./random.ts";
import type { DurationSeconds, Role, Section, SectionLetter, Style } from "./score.ts";

export interface FormBrief {
  readonly style: Style;
  readonly arousal: number;
  readonly duration: DurationSeconds;
  readonly seed: number;
  readonly tempo: number;
  /** The user's own tempo is never nudged. */
  readonly tempoIsFixed: boolean;
  readonly beatsPerBar: 3 | 4;
  readonly energy: number;
  /** A form to prefer, such as `AABA`. */
  readonly wished?: string | undefined;
}

/** One section before it is laid out. */
export interface Unit {
  readonly letter: SectionLetter;
  readonly bars: number;
}

/** Places sections one after another, with their energy and the roles that play. */
export function layOut(units: readonly Unit[], brief: FormBrief): Section[] {
  const breakdown = stream(brief.seed, "form", "breakdown").chance(1 / 3);
  const lastA = units.map((unit) => unit.letter).lastIndexOf("A");
  const counts = new Map<SectionLetter, number>();
  let bar = 0;
  return units.map((unit, index) => {
    const version = counts.get(unit.letter) ?? 0;
    counts.set(unit.letter, version + 1);
    const lift = index === lastA ? 0.2 : liftOf(unit.letter, version, breakdown);
    const energy = Math.round(clamp(brief.energy + lift, 0.05, 1) * 1000) / 1000;
    const section: Section = {
      id: `${unit.letter}${version + 1}`,
      letter: unit.letter,
      version,
      bar,
      bars: unit.bars,
      energy,
      roles: rolesOf(unit, version, energy, brief),
    };
    bar += unit.bars;
    return section;
  });
}

function liftOf(letter: SectionLetter, version: number, breakdown: boolean): number {
  switch (letter) {
    case "I":
      return -0.22;
    case "A":
      return version === 0 ? -0.1 : version === 1 ? 0 : 0.15;
    case "B":
      return breakdown ? -0.12 : 0.08;
    case "C":
      return -0.2;
    case "O":
      return -0.08;
  }
}

/** Who plays: layers enter one after another, and the return is the fullest. */
function rolesOf(unit: Unit, version: number, energy: number, brief: FormBrief): Role[] {
  const { style, arousal, duration } = brief;
  const driven = style === "rock" || style === "electronic";
  switch (unit.letter) {
    case "I": {
      const roles: Role[] = ["comp"];
      if (style !== "rock" && style !== "folk") roles.push("pad");
      if (unit.bars >= 4 || style === "lofi" || style === "jazz") roles.push("bass");
      if (unit.bars >= 2 && arousal > 0 && driven) roles.push("drums");
      return roles;
    }
    case "A": {
      if (version > 0) return ["lead", "counter", "comp", "pad", "bass", "drums"];
      const roles: Role[] = ["lead", "comp", "bass"];
      if (!(arousal < -0.2 && duration > 30)) roles.push("pad");
      if (energy >= 0.35) roles.push("drums");
      return roles;
    }
    case "B":
      return ["lead", "counter", "comp", "pad", "bass", "drums"];
    case "C":
      return ["lead", "counter", "comp", "pad", "bass"];
    case "O":
      return arousal < 0.2 && !driven
        ? ["counter", "comp", "pad", "bass"]
        : ["counter", "comp", "pad", "bass", "drums"];
  }
}
