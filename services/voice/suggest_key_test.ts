import { strict as assert } from "node:assert";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { FAMILY_STEPS, mod12, parseKey, parseScale } from "../composer/keys.ts";
import { suggestKey } from "./suggest_key.ts";
import { melody } from "./singer/melody.ts";
import type { SungNote } from "./sung_note.ts";

/** Scale degrees of tunes that everybody knows, as semitones above the tonic and beats. */
const TUNES: readonly { readonly name: string; readonly scale: string; readonly tune: string }[] = [
  { name: "Twinkle, twinkle", scale: "major", tune: "0 0 7 7 9 9 7: 5 5 4 4 2 2 0:" },
  { name: "Frère Jacques", scale: "major", tune: "0 2 4 0 0 2 4 0 4 5 7: 4 5 7: 0 -5 0: 0 -5 0:" },
  { name: "Ode to Joy", scale: "major", tune: "4 4 5 7 7 5 4 2 0 0 2 4 2 0 0:" },
  { name: "Amazing Grace", scale: "major", tune: "-5 0: 4 0 4: 2 0: -3 -5: -5 0: 4 0 4: 2 7::" },
  { name: "We Three Kings", scale: "minor", tune: "7: 5 3: 0 2 3 2 0: 7: 5 3: 0 2 3 2 0:" },
  {
    name: "Greensleeves",
    scale: "minor",
    tune: "0 3: 5 7: 8 7 5: 2 -2: 0 2 3: 0 0: -1 0 2: -1 -5:",
  },
];

for (const { name, scale, tune } of TUNES) {
  Deno.test(`${name} has its own key, wherever it is sung`, () => {
    for (let tonic = 0; tonic < 12; tonic++) {
      const suggestion = suggestKey(sungWith(tune, 55 + tonic));
      assert.equal(parseKey(suggestion.key), mod12(55 + tonic), JSON.stringify(suggestion));
      assert.equal(suggestion.scale, scale, JSON.stringify(suggestion));
      assert.ok(suggestion.confidence > 0.15);
    }
  });
}

Deno.test("the confidence is honest: about as often as it says, the scale is right", () => {
  const drawn = Array.from({ length: 96 }, (_, seed) => {
    const key = seed % 12;
    const family = seed % 2 === 0 ? "maj" : "min";
    const tune = melody({ voice: "tenor", seconds: 10 + seed, seed, key, family, offKeyCents: 30 });
    const { confidence, ...found } = suggestKey(tune.map(asSung));
    const steps = FAMILY_STEPS[parseScale(found.scale)!];
    const foundKey = parseKey(found.key)!;
    const sameScale = FAMILY_STEPS[family].every((s) => steps.includes(mod12(s + key - foundKey)));
    return { confidence, right: sameScale && foundKey === key, sameScale };
  });
  const part = <T>(items: readonly T[], of: (item: T) => boolean) =>
    items.filter(of).length / items.length;
  const [unsure, sure] = [
    drawn.filter(({ confidence }) => confidence < 0.6),
    drawn.filter(({ confidence }) => confidence >= 0.6),
  ];
  const rows = [unsure, sure].map((group) => ({
    tunes: group.length,
    confidence: group.reduce((sum, { confidence }) => sum + confidence, 0) / group.length,
    key_right: part(group, ({ right }) => right),
    scale_right: part(group, ({ sameScale }) => sameScale),
  }));
  printFigures("keys of wandering tunes, those with a confidence under and over 0.6", rows);
  assert.ok(rows[1]!.scale_right > rows[0]!.scale_right);
  assert.ok(rows[1]!.scale_right >= rows[1]!.confidence - 0.1);
});

Deno.test("with nothing sung, nothing is known", () => {
  assert.ok(Math.abs(suggestKey([]).confidence - 1 / 24) < 1e-9);
});

/** "4:" lasts two beats, "4::" four. */
function sungWith(tune: string, tonicMidi: number): SungNote[] {
  let at = 0;
  return tune.split(" ").map((word, i) => {
    const beats = 2 ** (word.length - word.replaceAll(":", "").length);
    const startSeconds = at;
    at += 0.5 * beats;
    const midi = tonicMidi + parseInt(word) + 0.2 * Math.sin(i);
    return asSung({ startSeconds, endSeconds: at - 0.05, midi });
  });
}

function asSung(note: Pick<SungNote, "startSeconds" | "endSeconds" | "midi">): SungNote {
  const { startSeconds, endSeconds, midi } = note;
  return { startSeconds, endSeconds, midi, vibrato: null, confidence: 0.9, begunBy: "onset" };
}
