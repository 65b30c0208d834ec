import assert from "node:assert/strict";
import fc from "fast-check";
import { EMOTIONS, nameMood, sectorOf } from "./circumplex.ts";
import { PIGMENTS } from "./pigments.ts";
import { weighEvidence } from "./confidence.ts";

const place = ({ angle, radius }: { angle: number; radius: number }) =>
  [radius * Math.cos(angle * Math.PI / 180), radius * Math.sin(angle * Math.PI / 180)] as const;

Deno.test("there are at least sixteen words, each the name of its own place", () => {
  assert.ok(EMOTIONS.length >= 16);
  for (const emotion of EMOTIONS) {
    assert.equal(nameMood(...place(emotion)).primary.word, emotion.word);
  }
});

Deno.test("the eight words of the studio's wheel stand at its angles", () => {
  for (const { name, feeling, angle } of PIGMENTS) {
    assert.equal(nameMood(...place({ angle, radius: 0.6 })).primary.word, feeling);
    assert.equal(sectorOf(...place({ angle, radius: 0.4 })), name);
  }
  assert.equal(nameMood(-0.21, -0.46).primary.word, "wistful");
});

Deno.test("weights fall from the primary to the secondary words and never sum above one", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (v, a) => {
        const { primary, secondary, margin } = nameMood(v, a);
        const weights = [primary, ...secondary].map(({ weight }) => weight);
        assert.deepEqual(weights, weights.toSorted((one, other) => other - one));
        assert.ok(weights.reduce((sum, weight) => sum + weight, 0) <= 1 + 1e-9);
        assert.ok(secondary.length <= 3 && !secondary.some(({ word }) => word === primary.word));
        assert.ok(margin >= 0 && margin <= 1);
      },
    ),
  );
});

Deno.test("confidence rises with distance, margin and agreement, and stays within 0..1", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(unit, unit, unit, unit, (distance, margin, agreement, more) => {
    const base = weighEvidence({ distance, margin, agreement });
    assert.ok(base >= 0 && base <= 1);
    assert.ok(weighEvidence({ distance: distance + more, margin, agreement }) >= base);
    assert.ok(weighEvidence({ distance, margin: Math.min(1, margin + more), agreement }) >= base);
    assert.ok(
      weighEvidence({ distance, margin, agreement: Math.min(1, agreement + more) }) >= base,
    );
  }));
});

Deno.test("at the centre of the plane confidence is nothing", () => {
  assert.equal(weighEvidence({ distance: 0, margin: 1, agreement: 1 }), 0);
});
