import assert from "node:assert/strict";
import { compose } from "./compose.ts";
import { BRIGHTNESS } from "./keys.ts";
import { leadSimilarity } from "./lead_measures.ts";
import { measure, type Measures } from "./measure.ts";
import { DURATIONS, type Score, type Style, STYLES } from "./score.ts";
import { brokenRules } from "./targets.ts";

/** Joy, grief, anger, calm, and nothing in particular. */
const MOODS: readonly (readonly [number, number])[] = [
  [0.8, 0.6],
  [-0.7, -0.5],
  [-0.6, 0.7],
  [0.5, -0.6],
  [0, 0],
];

interface Piece {
  readonly label: string;
  readonly score: Score;
  readonly measures: Measures;
}

const grid = lazily((): Piece[] =>
  STYLES.flatMap((style) =>
    MOODS.flatMap(([valence, arousal]) =>
      DURATIONS.map((duration): Piece => {
        const score = compose({ valence, arousal, style, duration, seed: 1 });
        const label = `${style} (${valence}, ${arousal}) ${duration} s`;
        return { label, score, measures: measure(score) };
      })
    )
  )
);

Deno.test("every piece keeps every hard rule", () => {
  for (const { label, score, measures } of grid()) {
    assert.deepEqual(brokenRules(measures, score.brief.duration), [], label);
  }
});

Deno.test("at least five instruments play, unless a very calm mood has none to drum", () => {
  for (const { label, measures } of grid()) assert.ok(measures.parts >= 5, label);
});

interface Range {
  readonly name: string;
  readonly of: (m: Measures) => number;
  readonly mean: readonly [number, number];
  /** What no piece of the grid may leave. */
  readonly each?: readonly [number, number];
}

const RANGES: readonly Range[] = [
  { name: "scale consistency", of: (m) => m.scaleConsistency, mean: [0.95, 1], each: [0.86, 1] },
  { name: "in scale", of: (m) => m.inScale, mean: [0.99, 1], each: [0.95, 1] },
  { name: "strong", of: (m) => m.lead.strongChordTones, mean: [0.8, 0.97], each: [0.75, 1] },
  { name: "chord tones", of: (m) => m.lead.chordTones, mean: [0.62, 0.85], each: [0.55, 0.95] },
  { name: "unisons", of: (m) => m.lead.unisons, mean: [0.02, 0.3], each: [0, 0.4] },
  { name: "steps", of: (m) => m.lead.steps, mean: [0.4, 0.75], each: [0.3, 0.85] },
  { name: "thirds", of: (m) => m.lead.thirds, mean: [0.1, 0.35] },
  { name: "wider", of: (m) => m.lead.wider, mean: [0.04, 0.22] },
  { name: "leaps", of: (m) => m.lead.leapsOverOctave, mean: [0, 0.01], each: [0, 0.02] },
  { name: "returns", of: (m) => m.lead.returns, mean: [0.05, 0.26] },
  { name: "dithers", of: (m) => m.lead.dithers, mean: [0, 0.05], each: [0, 0.1] },
  { name: "range", of: (m) => m.lead.range, mean: [9, 20], each: [6, 24] },
  { name: "notes per bar", of: (m) => m.lead.notesPerBar, mean: [1.5, 6], each: [1, 7] },
  { name: "off-beats", of: (m) => m.lead.offBeats, mean: [0.2, 0.5] },
  { name: "sixteenths", of: (m) => m.lead.sixteenths, mean: [0, 0.3] },
  { name: "parallels", of: (m) => m.lead.parallels, mean: [0, 0.02], each: [0, 0.05] },
  { name: "entropy", of: (m) => m.entropy, mean: [2.4, 3.1], each: [2.2, 3.35] },
  { name: "groove", of: (m) => m.grooveConsistency, mean: [0.8, 0.98] },
  { name: "bars that return", of: (m) => m.lead.returningBars, mean: [0.4, 0.95] },
  { name: "A–A' minus A–B", of: (m) => m.formContrast, mean: [0.3, 1] },
  { name: "distinct chords", of: (m) => m.distinctChords, mean: [4, 12], each: [3, 14] },
  { name: "chords per bar", of: (m) => m.chordsPerBar, mean: [1, 2], each: [0.4, 2.2] },
];

for (const { name, of, mean: range, each } of RANGES) {
  Deno.test(`the grid's ${name} lies where human music lies`, () => {
    const values = grid().map(({ label, measures }) => ({ label, value: of(measures) }))
      .filter(({ value }) => !Number.isNaN(value));
    const average = mean(values.map(({ value }) => value));
    assert.ok(average >= range[0] && average <= range[1], `mean ${average}, wanted ${range}`);
    for (const { label, value } of each ? values : []) {
      assert.ok(value >= each![0] && value <= each![1], `${label}: ${value}, wanted ${each}`);
    }
  });
}

Deno.test("drums repeat like drums", () => {
  const drummed = grid().filter(({ score }) => score.parts.some((part) => part.drum));
  const average = mean(drummed.map(({ measures }) => measures.drumConsistency));
  assert.ok(average >= 0.8 && average <= 0.97, `mean ${average}`);
});

Deno.test("most pieces keep to one scale: a tenth at most falls under .92", () => {
  const under = grid().filter(({ measures }) => measures.scaleConsistency < 0.92);
  assert.ok(under.length <= 12, under.map((p) => p.label).join("; "));
});

const FIVE = [-1, -0.5, 0, 0.5, 1];

for (const style of STYLES) {
  Deno.test(`${style}: tempo, mode, register, velocity and density rise with the mood`, () => {
    const cells = FIVE.flatMap((valence) =>
      FIVE.map((arousal) => {
        const score = compose({ valence, arousal, style, duration: 30, seed: 2 });
        return { valence, arousal, score, measures: measure(score) };
      })
    );
    type Cell = typeof cells[number];
    const rules: readonly (readonly [string, (c: Cell) => number, (c: Cell) => number])[] = [
      ["tempo", (c) => 38 * c.arousal + 10 * c.valence, (c) => c.score.plan.tempo],
      ["mode", (c) => c.valence, (c) => BRIGHTNESS[c.score.plan.family]],
      ["register", (c) => 7 * c.valence + 3.5 * c.arousal, (c) => c.measures.lead.meanPitch],
      ["velocity", (c) => c.arousal, (c) => c.measures.meanVelocity],
      ["density", (c) => c.arousal, (c) => c.measures.notesPerSecond],
    ];
    for (const [name, cause, effect] of rules) {
      const rho = spearman(cells.map(cause), cells.map(effect));
      assert.ok(rho >= 0.9, `${name}: ρ = ${rho}`);
    }
  });
}

Deno.test("another seed is another piece", () => {
  for (const style of ["pop", "jazz", "ambient", "folk"] as const) {
    const pieces = [1, 2, 3, 4, 5, 6].map((seed) =>
      compose({ valence: 0.3, arousal: 0.1, style, duration: 30, seed })
    );
    const alike = pairs(pieces).map(([a, b]) => leadSimilarity(a, b));
    assert.ok(mean(alike) <= 0.15, `${style}: mean likeness ${mean(alike)}`);
    assert.ok(Math.max(...alike) < 0.6, `${style}: likeness ${Math.max(...alike)}`);
    const harmonies = new Set(pieces.map((piece) => piece.chords.map((c) => c.name).join(" ")));
    assert.equal(harmonies.size, pieces.length, `${style}: identical harmony`);
  }
});

Deno.test("a style sounds like itself: each has its own band and pulse", () => {
  const signature = (style: Style) => {
    const score = compose({ valence: 0.2, arousal: 0.1, style, duration: 30, seed: 3 });
    return score.parts.map((part) => `${part.role}${part.program}`).join(" ") + score.plan.tempo;
  };
  assert.equal(new Set(STYLES.map(signature)).size, STYLES.length);
});

function lazily<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => value ??= make();
}

function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): [T, T] => [a, b]));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const [mx, my] = [mean(x), mean(y)];
  const product = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  const spread = (values: number[], m: number) => values.reduce((s, v) => s + (v - m) ** 2, 0);
  return product / Math.sqrt(spread(x, mx) * spread(y, my));
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
