import assert from "node:assert/strict";
import { planForm } from "./form.ts";
import { DURATIONS, type Plan, STYLES } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { holdTick, holdTicks, PRE_ROLL_SECONDS, secondsAt, tempoMapOf } from "./timeline.ts";

const SAMPLE = 1 / 44_100;

function formAt(tempo: number, style: typeof STYLES[number], duration: typeof DURATIONS[number]) {
  const beatsPerBar = STYLE_BOOK[style].threeFour > 0 && tempo % 2 === 0 ? 3 : 4;
  const form = planForm({
    style,
    arousal: 0,
    duration,
    seed: tempo,
    tempo,
    tempoIsFixed: true,
    beatsPerBar,
    energy: 0.5,
  });
  const plan = { ...form, beatsPerBar, ritard: STYLE_BOOK[style].ritard } as unknown as Plan;
  const end = holdTick(plan) + holdTicks(plan);
  return { form, seconds: PRE_ROLL_SECONDS + secondsAt(end, tempoMapOf(plan)) };
}

Deno.test("every tempo from 56 to 168 in every style fills 30, 60 and 90 s to the sample", () => {
  let poorHolds = 0;
  for (const style of STYLES) {
    for (const duration of DURATIONS) {
      for (let tempo = 56; tempo <= 168; tempo += 1) {
        const { form, seconds } = formAt(tempo, style, duration);
        const place = `${style} ${duration} s at ${tempo} BPM: ${seconds}`;
        assert.ok(Math.abs(seconds - duration) < SAMPLE, place);
        assert.equal(form.tempo, tempo, place);
        if (form.holdSeconds < 2.2 || form.holdSeconds > 8.1) poorHolds++;
      }
    }
  }
  assert.ok(poorHolds <= 5, `${poorHolds} holds outside 2.2 to 8.1 s`);
});

Deno.test("a user's extreme tempo still fills the duration", () => {
  for (const tempo of [40, 47, 200, 240]) {
    for (const duration of DURATIONS) {
      const { seconds } = formAt(tempo, "pop", duration);
      assert.ok(Math.abs(seconds - duration) < SAMPLE, `${duration} s at ${tempo} BPM: ${seconds}`);
    }
  }
});

Deno.test("an impossible tempo is refused with what would be right", () => {
  assert.throws(
    () => formAt(3, "pop", 30),
    /No form of whole bars fits 30 s at 3 BPM; use 40 to 240/,
  );
});

Deno.test("sections follow one another without gaps and the last A is the climax", () => {
  for (const style of STYLES) {
    const { form } = formAt(96, style, 60);
    let bar = 0;
    for (const section of form.sections) {
      assert.equal(section.bar, bar);
      bar += section.bars;
    }
    assert.equal(bar, form.bars);
    const loudest = form.sections.reduce((a, b) => (b.energy > a.energy ? b : a));
    const lastA = form.sections.findLast((section) => section.letter === "A");
    assert.equal(loudest.id, lastA?.id);
  }
});
