import { expect } from "expect";
import fc from "fast-check";
import { byOrder, FIRST_ORDER, isOrderKey, orderBetween } from "./order.ts";

const steady = () => 0.5;

Deno.test("a key between two lies between them, after any history of inserts", () => {
  const inserts = fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true })), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(fc.property(inserts, (places) => {
    const keys: string[] = [];
    for (const [place, jitter] of places) {
      const at = place % (keys.length + 1);
      const [before, after] = [keys[at - 1] ?? null, keys[at] ?? null];
      const key = orderBetween(before, after, () => jitter);
      expect(isOrderKey(key)).toBe(true);
      if (before !== null) expect(key > before).toBe(true);
      if (after !== null) expect(key < after).toBe(true);
      keys.splice(at, 0, key);
    }
  }));
});

Deno.test("ten thousand appends and ten thousand prepends keep keys short", () => {
  let [last, first] = [FIRST_ORDER, FIRST_ORDER];
  for (let i = 0; i < 10_000; i++) {
    const [later, earlier] = [orderBetween(last, null), orderBetween(null, first)];
    expect(later > last && earlier < first).toBe(true);
    [last, first] = [later, earlier];
  }
  expect(last.length).toBeLessThanOrEqual(8);
  expect(first.length).toBeLessThanOrEqual(8);
});

Deno.test("two people who insert at the same place make different keys", () => {
  const made = new Set(Array.from({ length: 1000 }, () => orderBetween("a0", "a1")));
  expect(made.size).toBeGreaterThan(990);
});

Deno.test("bounds that are equal, reversed or no keys still give a key after the first", () => {
  for (const [a, b] of [["a5", "a5"], ["a5V", "a2"], ["a5", "not a key"], ["a5", ""]] as const) {
    const key = orderBetween(a, b, steady);
    expect(isOrderKey(key)).toBe(true);
    expect(key > a).toBe(true);
  }
  fc.assert(fc.property(fc.option(fc.string()), fc.option(fc.string()), (a, b) => {
    expect(isOrderKey(orderBetween(a, b))).toBe(true);
  }));
});

Deno.test("equal keys order by id", () => {
  const items = [{ order: "a1", id: "z" }, { order: "a1", id: "b" }, { order: "a0", id: "y" }];
  expect(items.sort(byOrder).map(({ id }) => id)).toEqual(["y", "b", "z"]);
});
