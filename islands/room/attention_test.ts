import { expect } from "expect";
import { attentionAfter, AWAY_MS, IDLE_MS } from "./attention.ts";

for (
  const [restedMs, listening, attention] of [
    [0, false, "here"],
    [IDLE_MS - 1, false, "here"],
    [IDLE_MS, false, "idle"],
    [AWAY_MS - 1, false, "idle"],
    [AWAY_MS, false, "away"],
    [AWAY_MS * 3, true, "here"],
  ] as const
) {
  Deno.test(`after ${restedMs / 1000} s without hands${listening ? ", listening," : ""} a person is ${attention}`, () => {
    expect(attentionAfter(restedMs, listening)).toBe(attention);
  });
}
