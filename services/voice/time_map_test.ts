import { strict as assert } from "node:assert";
import { sourceSeconds, targetSeconds, timeMap } from "./time_map.ts";

const map = timeMap([
  { sourceSeconds: 1, targetSeconds: 1 },
  { sourceSeconds: 2, targetSeconds: 2.5 },
  { sourceSeconds: 3, targetSeconds: 3 },
]);

for (
  const [source, target] of [[0.5, 0.5], [1, 1], [1.5, 1.75], [2, 2.5], [2.5, 2.75], [
    4,
    4,
  ]] as const
) {
  Deno.test(`${source} s goes to ${target} s and back`, () => {
    assert.equal(targetSeconds(map, source), target);
    assert.equal(sourceSeconds(map, target), source);
  });
}

Deno.test("a map without points is the identity", () =>
  assert.equal(targetSeconds(timeMap([]), 2), 2));

Deno.test("time does not run backwards", () => {
  const points = [{ sourceSeconds: 1, targetSeconds: 1 }, { sourceSeconds: 2, targetSeconds: 1 }];
  assert.throws(() => timeMap(points), RangeError);
});
