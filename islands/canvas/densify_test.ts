import { expect } from "expect";
import { densify } from "./densify.ts";

Deno.test("a long step is filled, and the given points stay on the line", () => {
  const dense = densify([[0, 0, .2], [60, 0, .8], [60, 60, .8]]);
  expect(dense.length).toBe(21);
  expect(dense[0]).toEqual([0, 0, .2]);
  expect(dense[10]).toEqual([60, 0, .8]);
  expect(dense.at(-1)).toEqual([60, 60, .8]);
});

Deno.test("pressure goes evenly from point to point", () => {
  expect(densify([[0, 0, 0], [12, 0, 1]]).map(([, , pressure]) => pressure)).toEqual([0, .5, 1]);
});

Deno.test("a dot, a doubled dot and nothing stay what they are", () => {
  expect(densify([])).toEqual([]);
  expect(densify([[3, 4, .5]])).toEqual([[3, 4, .5]]);
  expect(densify([[3, 4, .5], [3, 4, .5]])).toEqual([[3, 4, .5], [3, 4, .5]]);
});
