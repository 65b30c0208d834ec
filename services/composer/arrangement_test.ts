import assert from "node:assert/strict";
import { arranged, type ArrangementWish } from "./arrangement.ts";
import { compose } from "./compose.ts";
import { instrumentName } from "./instruments.ts";
import { familyFor, tempoFor } from "./mood.ts";
import { PALETTES } from "./palette_book.ts";
import { PHRASES } from "./progressions.ts";
import { DURATIONS, FAMILIES, STYLES } from "./score.ts";

const WISH: ArrangementWish = {
  style: "folk",
  tempo_bpm: 100,
  key: "Bb",
  scale: "major",
  form: "AABA",
  progression_a: "Imaj7 | IV - I | V7",
  progression_b: "vi, IV, I, V",
  instruments: { lead: "flute", comp: "", pad: "", bass: "Laser harp", counter: "" },
};
const BRIEF = { valence: 0.6, arousal: 0, duration: 60, seed: 7 } as const;

Deno.test("a wish becomes choices of the book, and they are heard", () => {
  const brief = arranged(BRIEF, {}, WISH);
  assert.deepEqual([brief.style, brief.key, brief.family], ["folk", 10, "maj"]);
  const { arrangement } = brief;
  assert.deepEqual([arrangement?.form, arrangement?.progressions], ["AABA", {
    A: "I IV I V",
    B: "vi IV I V",
  }]);
  assert.equal(arrangement?.programs?.bass, undefined, "no such bass");
  const score = compose(brief);
  const letters = score.sections.map(({ letter }) => letter).join("").replace(/[IO]/g, "");
  assert.equal(letters, "AABA");
  const a = score.chords.filter(({ section }) => section === "A1").map(({ roman }) => roman);
  assert.deepEqual(a.slice(0, 2).map((roman) => /^[iv]+/i.exec(roman)?.[0]), ["I", "IV"]);
  assert.equal(score.brief.arrangement, brief.arrangement, "so a part is composed anew as it was");
});

Deno.test("what people decided stays, and tempo and mode stay near the mood", () => {
  const decided = { style: "jazz", tempo: 140, key: 2, family: "dor" } as const;
  const mine = arranged(BRIEF, decided, WISH);
  assert.deepEqual([mine.style, mine.tempo, mine.key, mine.family], ["jazz", 140, 2, "dor"]);
  assert.equal(mine.arrangement?.tempo, undefined);
  const dark = arranged({ ...BRIEF, valence: -0.9, arousal: -0.8 }, {}, {
    ...WISH,
    tempo_bpm: 200,
  });
  assert.equal(dark.family, familyFor(-0.9, "folk", 0.99), "major would be too bright");
  assert.ok(dark.arrangement!.tempo! <= tempoFor(-0.9, -0.8, "folk") * 1.15 + 1);
});

Deno.test("a wish without sense changes nothing but the style", () => {
  const brief = arranged(BRIEF, {}, {
    ...WISH,
    key: "H",
    scale: "blues",
    form: "XYZ",
    progression_a: "do re mi",
    progression_b: "",
    instruments: { lead: "", comp: "", pad: "", bass: "", counter: "" },
  });
  assert.equal(brief.key, undefined);
  assert.equal(brief.family, familyFor(0.6, "folk", 0.99));
  assert.deepEqual(brief.arrangement, { tempo: 100, progressions: {}, programs: {} });
});

Deno.test("every style, mode and form that can be wished for makes a piece that keeps the rules", () => {
  let seed = 0;
  for (const style of STYLES) {
    for (const duration of DURATIONS) {
      const family = FAMILIES[++seed % FAMILIES.length]!;
      const [a, b] = [PHRASES[family].A, PHRASES[family].B].map((rows) =>
        rows[seed % rows.length]!.romans.join(" ")
      ) as [string, string];
      const [valence, arousal] = [(seed % 5 - 2) / 2.5, (seed % 3 - 1) / 1.5];
      const palette = PALETTES[style];
      const name = (role: keyof typeof palette) =>
        instrumentName(palette[role][seed % palette[role].length]!.program, false);
      const brief = arranged({ valence, arousal, duration, seed }, { style, family }, {
        ...WISH,
        tempo_bpm: 40 + seed * 6,
        progression_a: a,
        progression_b: b,
        form: duration === 30 ? "ABA" : duration === 60 ? "ABABA" : "AABACABA",
        instruments: {
          lead: name("lead"),
          comp: name("comp"),
          pad: name("pad"),
          bass: name("bass"),
          counter: name("counter"),
        },
      });
      assert.deepEqual(brief.arrangement?.progressions, { A: a, B: b });
      const score = compose(brief); // throws when a hard rule is broken four times
      const bass = score.parts.find(({ role }) => role === "bass");
      assert.ok(!bass || bass.program === brief.arrangement?.programs?.bass, style);
    }
  }
});
