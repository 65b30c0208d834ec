import { expect } from "expect";
import { openUnsentNote, unsentChanges } from "./unsent.ts";

function project(): string {
  return crypto.randomUUID();
}

Deno.test("the changes of two tabs without a network are counted together", () => {
  const song = project();
  const [one, two] = [openUnsentNote(song, "one"), openUnsentNote(song, "two")];
  one.write(3);
  two.write(1);
  two.write(2);
  expect(unsentChanges(song)).toBe(5);
  two.write(0);
  expect(unsentChanges(song)).toBe(3);
});

Deno.test("a tab that opens later sends what the others left, and what they add since stays noted", () => {
  const song = project();
  const offline = openUnsentNote(song, "offline");
  offline.write(3);
  const next = openUnsentNote(song, "next");
  expect(next.before).toBe(3);
  next.write(4); // one of its own
  expect(unsentChanges(song)).toBe(4);
  offline.write(5);
  expect(unsentChanges(song)).toBe(6);
  next.write(0);
  expect(unsentChanges(song)).toBe(2);
  offline.write(0);
  expect(unsentChanges(song)).toBe(0);
});

Deno.test("what is no note counts as none", () => {
  for (const text of ["", "7", "null", "[]", '"x"', '{"a":"b"}', "{"]) {
    const song = project();
    localStorage.setItem(`sonic-alchemy:unsent:${song}`, text);
    expect(unsentChanges(song)).toBe(0);
    localStorage.removeItem(`sonic-alchemy:unsent:${song}`);
  }
});
