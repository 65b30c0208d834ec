import { type Draft, energyLevel, stepsPerBar, takeOf, type WrittenNote } from "./draft.ts";
import { DRUM_ACCENT, FILLS, type FillSet, type Groove, groovesFor } from "./drum_grooves.ts";
import { type Stream, stream } from "./random.ts";
import type { Section, Style } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { barTicks, holdTick, sectionSpan } from "./timeline.ts";

/** The drums of one section: a groove by energy, small changes, a fill into the next section. */
export function composeDrums(draft: Draft, section: Section): WrittenNote[] {
  const { style } = draft.brief;
  const groove = grooveOf(draft, section);
  const rng = stream(draft.brief.seed, "drums", section.id, takeOf(draft, "drums", section));
  const bar = barTicks(draft.plan);
  const { from } = sectionSpan(section, draft.plan);
  const notes: WrittenNote[] = [];
  const fills = section.energy > 0.33 && hasFill(draft, section) && groove.length > 0;
  const fill = fills ? rng.pick(FILLS[fillSet(draft)]) : undefined;
  for (let index = 0; index < section.bars; index++) {
    const varied = index % 4 === 3 || (index % 2 === 1 && rng.chance(0.3));
    const lines = [
      ...groove,
      ...(varied ? extraKick(groove, rng) : []),
      ...ghosts(draft, section, rng),
    ];
    const isLast = index === section.bars - 1;
    notes.push(
      ...playBar(draft, from + index * bar, isLast && fill ? withFill(draft, lines, fill) : lines),
    );
  }
  if (crashes(draft, section)) {
    const key = style === "cinematic" ? 57 : 49;
    notes.push({ tick: from, dur: 480, pitch: key, accent: 4 });
  }
  return oneHitPerDrum(notes);
}

/** Kick and crash on the held chord, in the styles that end so. */
export function composeLastHit(draft: Draft): WrittenNote[] {
  const last = draft.sections.at(-1)!;
  if (!STYLE_BOOK[draft.brief.style].endsWithCrash || !last.roles.includes("drums")) return [];
  const tick = holdTick(draft.plan);
  return [
    { tick, dur: 480, pitch: 36, accent: 6 },
    { tick, dur: 480, pitch: 49, accent: 6 },
  ];
}

/** One drummer: each level has the same groove throughout the piece. */
function grooveOf(draft: Draft, section: Section): Groove {
  const level = levelOf(draft, section);
  const { style, seed } = draft.brief;
  return stream(seed, "groove", level).pick(groovesFor(style, draft.plan.beatsPerBar, level));
}

/** The return of A at the end plays one level up. */
function levelOf(draft: Draft, section: Section): 1 | 2 | 3 {
  const level = energyLevel(section.energy);
  const lastA = draft.sections.findLast((s) => s.letter === "A");
  return lastA?.id === section.id && section.version > 0 && level < 3
    ? (level + 1) as 2 | 3
    : level;
}

/** No fill into a section without drums, nor into the end of a calm piece. */
function hasFill(draft: Draft, section: Section): boolean {
  const next = draft.sections[draft.sections.indexOf(section) + 1];
  return next ? true : STYLE_BOOK[draft.brief.style].endsWithCrash;
}

function fillSet(draft: Draft): FillSet {
  const { style, arousal } = draft.brief;
  const byName: Partial<Record<Style, FillSet>> = {
    electronic: "elec",
    cinematic: "cine",
    folk: "folk",
    ambient: "soft",
    lofi: "soft",
  };
  return byName[style] ?? (style === "jazz" && arousal < 0 ? "soft" : "std");
}

function extraKick(groove: Groove, rng: Stream): Groove {
  if (!groove.some((line) => line.key === 36) || !rng.chance(0.35)) return [];
  const step = rng.chance(0.5) ? 10 : 14;
  return [{ key: 36, steps: "x".padStart(step + 1, ".") }];
}

function ghosts(draft: Draft, section: Section, rng: Stream): Groove {
  const { style } = draft.brief;
  const suits = style === "pop" || style === "rock" || style === "lofi";
  if (!suits || levelOf(draft, section) < 3) return [];
  return [7, 9, 15].filter(() => rng.chance(0.22))
    .map((step) => ({ key: 38, steps: "g".padStart(step + 1, ".") }));
}

const SNARES_AND_TOMS: ReadonlySet<number> = new Set([37, 38, 39, 41, 43, 45, 47, 48]);
const HATS: ReadonlySet<number> = new Set([42, 46]);

/** From step 8 (three-four: 6) the fill stands in for snare and toms, and for the last hats. */
function withFill(draft: Draft, lines: Groove, fill: Groove): Groove {
  const start = draft.plan.beatsPerBar === 3 ? 6 : 8;
  const full = fillSet(draft) === "std";
  const kept = lines.map((line) => {
    const cut = SNARES_AND_TOMS.has(line.key) ? start : full && HATS.has(line.key) ? 12 : 16;
    return { key: line.key, steps: line.steps.slice(0, cut) };
  });
  if (draft.plan.beatsPerBar === 4) return [...kept, ...fill];
  // In three the fill's last half bar moves up to end with the bar.
  return [...kept, ...fill.map((line) => ({ key: line.key, steps: line.steps.slice(4) }))];
}

function playBar(draft: Draft, tick: number, lines: Groove): WrittenNote[] {
  const steps = stepsPerBar(draft.plan);
  return lines.flatMap((line) =>
    [...line.steps.slice(0, steps)].flatMap((sign, step) => {
      const accent = DRUM_ACCENT[sign];
      return accent === undefined
        ? []
        : [{ tick: tick + step * 120, dur: 120, pitch: line.key, accent }];
    })
  );
}

function crashes(draft: Draft, section: Section): boolean {
  const { style } = draft.brief;
  if (style === "jazz" || style === "folk" || style === "ambient") return false;
  if (section.letter === "A" && section.version === 1) return false;
  return section.energy > 0.45 && grooveOf(draft, section).length > 0;
}

function oneHitPerDrum(notes: readonly WrittenNote[]): WrittenNote[] {
  const hits = new Map<string, WrittenNote>();
  for (const note of notes) {
    const place = `${note.tick}/${note.pitch}`;
    const other = hits.get(place);
    if (!other || (note.accent ?? 0) > (other.accent ?? 0)) hits.set(place, note);
  }
  return [...hits.values()];
}
