import assert from "node:assert/strict";
import { chordOf } from "./chords.ts";
import { CLOSES, PHRASES } from "./progressions.ts";
import { FAMILIES } from "./score.ts";

const C = 0;
const D = 2;

Deno.test("roman numerals count from the major scale of the tonic", () => {
  const cases: readonly (readonly [string, number, typeof FAMILIES[number], string])[] = [
    ["I", C, "maj", "C"],
    ["bVI", C, "min", "Ab"],
    ["V7", D, "maj", "A7"],
    ["V7/ii", C, "maj", "A7"],
    ["ii°7", C, "hmin", "Dm7b5"],
    ["I/3", D, "maj", "D/F#"],
    ["V13", C, "maj", "G13"],
    ["V7b9", C, "hmin", "G7b9"],
    ["bIId7", C, "maj", "Db7"],
    ["iv6", C, "maj", "Fm6"],
    ["I69", C, "maj", "C6/9"],
    ["bVII", D, "mixo", "C"],
    ["i5", 9, "min", "A5"],
  ];
  for (const [roman, key, family, name] of cases) {
    assert.equal(chordOf(roman, key, family).name, name, roman);
  }
});

Deno.test("a seventh is diatonic, except on dominants", () => {
  assert.equal(chordOf("I", C, "maj", "seventh").name, "Cmaj7");
  assert.equal(chordOf("I", C, "mixo", "seventh").name, "C7");
  assert.equal(chordOf("IV", C, "dor", "seventh").name, "F7");
  assert.equal(chordOf("V", C, "hmin", "seventh").name, "G7");
  assert.equal(chordOf("bVII", C, "dor", "seventh").name, "Bbmaj7");
});

Deno.test("the raised third of V in minor replaces the flat seventh, never the tonic", () => {
  const { scale } = chordOf("V7", C, "hmin");
  assert.ok(scale.includes(11) && scale.includes(0) && !scale.includes(10), String(scale));
});

Deno.test("every chord of the tables has its tones in a scale of seven notes", () => {
  for (const family of FAMILIES) {
    const { half, authentic, jazz, plagal, deceptive } = CLOSES[family];
    const romans = new Set([
      ...[...PHRASES[family].A, ...PHRASES[family].B].flatMap((phrase) => phrase.romans),
      ...[...half, ...authentic, ...jazz, ...plagal, deceptive].flatMap((t) => t.split(/[ ,]/)),
    ]);
    for (const roman of romans) {
      for (const colour of ["triad", "seventh", "ninth", "add9", "sus4"] as const) {
        const chord = chordOf(roman, C, family, colour);
        assert.equal(new Set(chord.scale).size, 7, `${family} ${roman} ${colour}`);
        for (const pc of chord.pcs) assert.ok(chord.scale.includes(pc), `${roman} ${chord.name}`);
      }
    }
  }
});

Deno.test("what is no roman numeral is refused", () => {
  assert.throws(() => chordOf("H7", C, "maj"), /not a roman numeral/);
});
