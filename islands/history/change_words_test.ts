import { expect } from "expect";
import { type ChangeSummary, changeWords, whoWords } from "./change_words.ts";

const NOBODY: ChangeSummary = {
  user_id: null,
  username: null,
  color: null,
  job_id: null,
  job_kind: null,
  from: "2026-11-22T10:00:00Z",
  until: "2026-11-22T10:05:00Z",
};
const by = (user_id: string, username: string): ChangeSummary => ({ ...NOBODY, user_id, username });
const added = (count: number) => ({ added: count, changed: 0, removed: 0 });

for (
  const [words, changes] of [
    ["", []],
    ["12 strokes, 1 picture", [{ ...NOBODY, strokes: added(12), images: added(1) }]],
    ["5 strokes", [{ ...NOBODY, strokes: added(2) }, { ...NOBODY, strokes: added(3) }]],
    ["1 line, 2 lines changed, 3 strokes removed", [{
      ...NOBODY,
      strokes: { added: 0, changed: 0, removed: 3 },
      lines: { added: 1, changed: 2, removed: 0 },
    }]],
    ["1 sheet, mood moved, title or tempo set", [{
      ...NOBODY,
      canvases: { added: 1, changed: 4, removed: 0 },
      settings: { added: 0, changed: 2, removed: 0 },
    }]],
  ] as const satisfies readonly (readonly [string, readonly ChangeSummary[]])[]
) {
  Deno.test(`changes are put as “${words}”`, () => expect(changeWords(changes)).toBe(words));
}

for (
  const [words, changes] of [
    ["you", [by("me", "Mara Lindqvist")]],
    ["you and Tobi", [by("me", "Mara Lindqvist"), by("t", "Tobi Adeyemi")]],
    ["Tobi and Alchemist", [by("t", "Tobi Adeyemi"), { ...by("t", "Tobi Adeyemi"), job_id: "j" }]],
    ["A, B and 2 others", [by("a", "A"), by("b", "B"), by("c", "C"), by("d", "D")]],
    ["somebody", [NOBODY]],
  ] as const satisfies readonly (readonly [string, readonly ChangeSummary[]])[]
) {
  Deno.test(`who made them: “${words}”`, () => expect(whoWords(changes, "me")).toBe(words));
}
