import assert from "node:assert/strict";
import { keyName, keySignature, parseKey, parseScale, scaleName } from "./keys.ts";
import { FAMILIES } from "./score.ts";

Deno.test("keys are read as people write them", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["C", 0],
    ["F#", 6],
    ["gb", 6],
    ["B♭", 10],
    ["c sharp", 1],
    ["Cb", 11],
    [" e ", 4],
  ];
  for (const [text, pitch] of cases) assert.equal(parseKey(text), pitch, text);
  for (const text of ["H", "", "C##", "major"]) assert.equal(parseKey(text), undefined, text);
});

Deno.test("every key and scale name reads back as itself", () => {
  for (const family of FAMILIES) {
    assert.equal(parseScale(scaleName(family)), family);
    for (let key = 0; key < 12; key++) assert.equal(parseKey(keyName(key, family)), key);
  }
  assert.equal(parseScale("Aeolian"), "min");
  assert.equal(parseScale("harmonic_minor"), "hmin");
  assert.equal(parseScale("toString"), undefined);
});

Deno.test("signatures count sharps and flats of the mode", () => {
  assert.equal(keySignature(2, "maj"), 2);
  assert.equal(keySignature(2, "dor"), 0);
  assert.equal(keySignature(9, "min"), 0);
  assert.equal(keySignature(0, "min"), -3);
  assert.equal(keySignature(5, "lyd"), 0);
  assert.equal(keySignature(6, "maj"), 6);
});
