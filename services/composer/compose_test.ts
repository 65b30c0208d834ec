import assert from "node:assert/strict";
import fc from "fast-check";
import { compose } from "./compose.ts";
import { monophonic } from "./draft.ts";
import { measure } from "./measure.ts";
import { perform } from "./perform.ts";
import { cellsOfLetter, regenerate } from "./regenerate.ts";
import { type Brief, DURATIONS, FAMILIES, type Score, STYLES } from "./score.ts";
import { toMidi } from "./midi.ts";
import { holdTick } from "./timeline.ts";

const BRIEF: Brief = { valence: 0.4, arousal: 0.2, style: "pop", duration: 60, seed: 42 };

Deno.test("the same brief gives the same score, performance and file", () => {
  for (const style of STYLES) {
    const [a, b] = [compose({ ...BRIEF, style }), compose({ ...BRIEF, style })];
    assert.equal(JSON.stringify(a), JSON.stringify(b));
    assert.equal(JSON.stringify(perform(a)), JSON.stringify(perform(b)));
    assert.deepEqual(toMidi(a), toMidi(b));
  }
});

Deno.test("a user's tempo, key and scale are kept", () => {
  const { plan } = compose({ ...BRIEF, tempo: 91, key: 6, family: "dor" });
  assert.deepEqual([plan.tempo, plan.key, plan.family], [91, 6, "dor"]);
});

Deno.test("any brief becomes a whole piece", () => {
  const briefs = fc.record({
    valence: fc.double({ min: -1, max: 1, noNaN: true }),
    arousal: fc.double({ min: -1, max: 1, noNaN: true }),
    style: fc.constantFrom(...STYLES),
    duration: fc.constantFrom(...DURATIONS),
    seed: fc.nat(),
    tempo: fc.option(fc.integer({ min: 40, max: 240 }), { nil: undefined }),
    key: fc.option(fc.integer({ min: 0, max: 11 }), { nil: undefined }),
    family: fc.option(fc.constantFrom(...FAMILIES), { nil: undefined }),
  });
  fc.assert(
    fc.property(briefs, (brief) => wellFormed(compose(brief))),
    { numRuns: 60, seed: 2026 },
  );
});

Deno.test("the lead sings one note at a time and stays in its instrument's range", () => {
  for (const style of STYLES) {
    const lead = partOf(compose({ ...BRIEF, style }), "lead");
    assert.deepEqual(monophonic(lead.notes), lead.notes);
    for (const note of lead.notes) assert.ok(note.pitch >= 42 && note.pitch <= 96, note.id);
  }
});

Deno.test("a regenerated cell changes, and every other note stays as it was", () => {
  const score = compose(BRIEF);
  for (const cell of ["lead:B1", "bass:A2", "drums:A1", "counter:B1"] as const) {
    const next = regenerate(score, cell);
    assert.equal(next.takes[cell], (score.takes[cell] ?? 0) + 1);
    score.parts.forEach((part, i) => {
      const same = (notes: typeof part.notes) =>
        notes.filter((note) => note.cell !== cell).map(({ id, tick, pitch }) => ({
          id,
          tick,
          pitch,
        }));
      assert.deepEqual(same(next.parts[i]!.notes), same(part.notes), `${cell} moved ${part.role}`);
    });
    wellFormed(next);
  }
  const notesOf = (s: Score) => partOf(s, "lead").notes.filter((note) => note.cell === "lead:B1");
  const again = regenerate(score, "lead:B1");
  assert.notDeepEqual(notesOf(again), notesOf(score));
});

Deno.test("a letter regenerated whole still returns as itself", () => {
  const score = compose(BRIEF);
  const cells = cellsOfLetter(score, "lead:A1");
  assert.ok(cells.length > 1);
  const next = regenerate(score, ...cells);
  assert.notDeepEqual(partOf(next, "lead").notes, partOf(score, "lead").notes);
  const { formContrast } = measure(next);
  assert.ok(formContrast >= 0.3, `A and A' differ: ${formContrast}`);
});

Deno.test("a cell that is not there cannot be regenerated", () => {
  assert.throws(() => regenerate(compose(BRIEF), "lead:C9"), /no part to regenerate/);
});

function partOf(score: Score, role: string) {
  const part = score.parts.find((p) => p.role === role);
  assert.ok(part, `no ${role}`);
  return part;
}

function wellFormed(score: Score): void {
  const ids = new Set<string>();
  const end = score.chords.at(-1)!.tick + score.chords.at(-1)!.dur;
  for (const part of score.parts) {
    let last = 0;
    for (const note of part.notes) {
      assert.ok(!ids.has(note.id), `${note.id} twice`);
      ids.add(note.id);
      assert.ok(note.tick >= last, `${note.id} out of order`);
      last = note.tick;
      assert.ok(Number.isInteger(note.tick) && Number.isInteger(note.dur), note.id);
      assert.ok(note.dur > 0 && note.tick + note.dur <= end, `${note.id} leaves the piece`);
      assert.ok(note.pitch >= 20 && note.pitch <= 108 && Number.isInteger(note.pitch), note.id);
      assert.ok(note.velocity >= 1 && note.velocity <= 127, note.id);
    }
  }
  let tick = 0;
  for (const chord of score.chords) {
    assert.equal(chord.tick, tick, "a gap between chords");
    tick += chord.dur;
  }
  assert.equal(score.chords.at(-1)!.tick, holdTick(score.plan));
}
