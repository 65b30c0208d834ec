import assert from "node:assert/strict";
import { parseKey, parseScale } from "./keys.ts";
import { STYLES } from "./score.ts";
import { describePlan, styleFor, suggest } from "./suggest.ts";
import { pigmentOf, PIGMENTS } from "./pigment.ts";

const STEPS = Array.from({ length: 21 }, (_, i) => -1 + i / 10);

Deno.test("every style is some mood's style", () => {
  const reached = new Set(STEPS.flatMap((v) => STEPS.map((a) => styleFor(v, a))));
  assert.deepEqual([...reached].sort(), [...STYLES].sort());
});

Deno.test("a suggestion reads back as a brief, with at least five instruments", () => {
  for (const valence of STEPS) {
    for (const arousal of STEPS) {
      const s = suggest({ valence, arousal });
      assert.ok(parseKey(s.key) !== undefined && parseScale(s.scale) !== undefined);
      assert.ok(s.instruments.length >= 5, `${s.genre}: ${s.instruments}`);
      assert.ok(s.tempo_bpm >= 50 && s.tempo_bpm <= 200);
      assert.equal(new Set(s.instruments).size, s.instruments.length, `${s.instruments}`);
    }
  }
});

Deno.test("the plan says why", () => {
  const { because, tempoBpm } = describePlan({ valence: -0.8, arousal: 0.7 }, "rock");
  assert.ok(because.some((line) => line.includes(`${tempoBpm} BPM`)), because.join("; "));
  assert.ok(because.some((line) => line.includes("harmonic minor")), because.join("; "));
});

Deno.test("a part wears the colour of its role or its instrument", () => {
  const cases: readonly (readonly [Parameters<typeof pigmentOf>[0], string])[] = [
    [{ role: "drums", program: 0, drum: true }, "madder"],
    [{ role: "bass", program: 43, drum: false }, "indigo"],
    [{ role: "pad", program: 48, drum: false }, "murex"],
    [{ role: "comp", program: 0, drum: false }, "orpiment"],
    [{ role: "lead", program: 66, drum: false }, "vermilion"],
    [{ role: "lead", program: 30, drum: false }, "vermilion"],
    [{ role: "comp", program: 30, drum: false }, "malachite"],
    [{ role: "lead", program: 42, drum: false }, "lapis"],
    [{ role: "counter", program: 73, drum: false }, "verdigris"],
    [{ role: "comp", program: 46, drum: false }, "malachite"],
    [{ role: "lead", program: 81, drum: false }, "vermilion"],
  ];
  for (const [part, pigment] of cases) assert.equal(pigmentOf(part), pigment, JSON.stringify(part));
  for (let program = 0; program < 128; program++) {
    assert.ok(PIGMENTS.includes(pigmentOf({ role: "lead", program, drum: false })));
  }
});
