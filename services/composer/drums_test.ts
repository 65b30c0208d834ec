import assert from "node:assert/strict";
import { compose } from "./compose.ts";
import { FILLS, groovesFor } from "./drum_grooves.ts";
import { STYLES } from "./score.ts";
import { barTicks, holdTick } from "./timeline.ts";

Deno.test("every groove fills a bar with known signs and real drums", () => {
  for (const style of STYLES) {
    for (const beats of [3, 4] as const) {
      for (const level of [1, 2, 3] as const) {
        const variants = groovesFor(style, beats, level);
        assert.ok(variants.length > 0);
        for (const line of variants.flat()) {
          const place = `${style} ${beats}/4 level ${level}: ${line.key} ${line.steps}`;
          assert.match(line.steps, /^[Xxog.]+$/, place);
          assert.ok(line.steps.length === 16 || (beats === 3 && line.steps.length === 12), place);
          assert.ok(line.key >= 35 && line.key <= 81, place);
        }
      }
    }
  }
  for (const line of Object.values(FILLS).flat(2)) assert.equal(line.steps.length, 16);
});

Deno.test("the band drums harder as the mood rises", () => {
  for (const style of STYLES) {
    const hits = [-0.8, 0, 0.8].map((arousal) => {
      const score = compose({ valence: 0.2, arousal, style, duration: 30, seed: 4 });
      return score.parts.find((part) => part.drum)?.notes.length ?? 0;
    });
    assert.ok(hits[0]! < hits[2]!, `${style}: ${hits}`);
  }
});

Deno.test("a driven style ends with kick and crash on the held chord", () => {
  for (const style of ["pop", "rock", "electronic"] as const) {
    const score = compose({ valence: 0.4, arousal: 0.6, style, duration: 30, seed: 4 });
    const last = score.parts.find((part) => part.drum)!.notes
      .filter((note) => note.tick >= holdTick(score.plan)).map((note) => note.pitch);
    assert.deepEqual(last, [36, 49], style);
  }
});

Deno.test("a fill leads into the next section", () => {
  const score = compose({ valence: 0.4, arousal: 0.6, style: "rock", duration: 60, seed: 4 });
  const bar = barTicks(score.plan);
  const drums = score.parts.find((part) => part.drum)!.notes;
  const inLastBar = score.sections.filter((s) => s.roles.includes("drums")).map((section) => {
    const from = (section.bar + section.bars - 1) * bar;
    const snares = (start: number) =>
      drums.filter((n) => n.tick >= start + bar / 2 && n.tick < start + bar && n.pitch !== 36)
        .map((n) => `${n.tick - start}/${n.pitch}`).join(" ");
    return section.bars > 1 && snares(from) !== snares(from - bar);
  });
  assert.ok(inLastBar.filter(Boolean).length >= inLastBar.length - 1, String(inLastBar));
});
