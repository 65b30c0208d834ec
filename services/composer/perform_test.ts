import assert from "node:assert/strict";
import { compose } from "./compose.ts";
import { perform } from "./perform.ts";
import { type Score, STYLES } from "./score.ts";
import { holdTick, PRE_ROLL_SECONDS, secondsAt } from "./timeline.ts";

const piece = (style: Score["brief"]["style"], arousal = 0.2) =>
  compose({ valence: 0.2, arousal, style, duration: 30, seed: 11 });

Deno.test("every note sounds inside the piece and is let go before the end", () => {
  for (const style of STYLES) {
    const performance = perform(piece(style));
    const release = performance.durationSeconds - performance.releaseSeconds;
    for (const part of performance.parts) {
      for (const note of part.notes) {
        assert.ok(note.onSeconds >= 0 && note.offSeconds > note.onSeconds, note.id);
        assert.ok(note.offSeconds <= release + 1e-9, `${style} ${note.id} ${note.offSeconds}`);
        assert.ok(note.velocity >= 12 && note.velocity <= 122, note.id);
      }
    }
  }
});

Deno.test("every pitched part holds the last chord into the release", () => {
  for (const style of STYLES) {
    const score = piece(style);
    const performance = perform(score);
    const start = PRE_ROLL_SECONDS + secondsAt(holdTick(score.plan), score.tempoMap);
    for (const part of performance.parts.filter((p) => !p.drum)) {
      const held = part.notes.filter((note) => note.onSeconds > start - 0.06);
      assert.ok(held.length > 0, `${style} ${part.role} is silent at the end`);
      for (const note of held) {
        assert.ok(Math.abs(note.offSeconds - 29.1) < 0.01, `${style} ${note.id}`);
      }
    }
  }
});

Deno.test("a note never ends the next note of its pitch", () => {
  for (const style of STYLES) {
    for (const part of perform(piece(style, 0.8)).parts) {
      const offs = new Map<number, number>();
      for (const note of part.notes) {
        const before = offs.get(note.pitch);
        if (before !== undefined) {
          assert.ok(note.onSeconds - before > 0.0009, `${style} ${note.id}`);
        }
        offs.set(note.pitch, note.offSeconds);
      }
    }
  }
});

Deno.test("jazz swings its eighths near two to one and pop plays them straight", () => {
  const offBeatShare = (style: Score["brief"]["style"]) => {
    const score = piece(style);
    const beat = score.plan.usPerQuarter / 1e6;
    const drums = score.parts.find((part) => part.drum)!;
    const played = new Map(perform(score).parts.find((p) => p.drum)!.notes.map((n) => [n.id, n]));
    const lateness = drums.notes
      .filter((note) => note.tick % 480 === 240 && note.tick < holdTick(score.plan) - 1920)
      .map((note) => ((played.get(note.id)!.onSeconds - PRE_ROLL_SECONDS) / beat) % 1);
    return lateness.reduce((sum, value) => sum + value, 0) / lateness.length;
  };
  const jazz = offBeatShare("jazz");
  const pop = offBeatShare("pop");
  assert.ok(jazz > 0.6 && jazz < 0.68, `jazz off-beats at ${jazz}`);
  assert.ok(Math.abs(pop - 0.5) < 0.02, `pop off-beats at ${pop}`);
});

Deno.test("the performed timing error stays human: near its sigma, never a tenth of a second", () => {
  for (const style of STYLES) {
    const score = piece(style);
    const lead = score.parts.find((part) => part.role === "bass")!;
    const played = new Map(
      perform(score).parts.find((p) => p.role === "bass")!.notes.map((n) => [n.id, n.onSeconds]),
    );
    const onBeat = lead.notes.filter((note) => note.tick % 480 === 0);
    for (const note of onBeat) {
      const exact = PRE_ROLL_SECONDS + secondsAt(note.tick, score.tempoMap);
      const error = played.get(note.id)! - exact;
      assert.ok(Math.abs(error) < 0.045, `${style} ${note.id} ${error}`);
    }
  }
});

Deno.test("controllers are valid and in time order", () => {
  const parts = STYLES.flatMap((style) => perform(piece(style, -0.4)).parts);
  const shaped = parts.filter((part) => part.controls.length > 0);
  assert.ok(shaped.length > 0, "no part breathes");
  for (const { controls } of shaped) {
    controls.forEach((control, i) => {
      assert.ok(Number.isInteger(control.value) && control.value >= 0 && control.value <= 127);
      assert.ok(control.seconds >= (controls[i - 1]?.seconds ?? 0));
    });
  }
});
