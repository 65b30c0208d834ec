import assert from "node:assert/strict";
import { offsetWords, placed, stepOf } from "./place.ts";

Deno.test("a track is moved by whole milliseconds, and not out of the song's reach", () => {
  assert.deepEqual([.12345, -.0001, 700, -1e9].map(placed), [.123, 0, 600, -600]);
  assert.ok(Object.is(placed(-.0001), 0), "no minus zero in the document");
});

Deno.test("arrows move by 10 ms, with Shift by 100; 0 brings back; other keys are not ours", () => {
  const key = (key: string, shiftKey = false) => stepOf({ key, shiftKey });
  assert.deepEqual([key("ArrowRight"), key("ArrowLeft", true), key("PageUp")], [.01, -.1, 1]);
  assert.deepEqual([key("0"), key("Tab"), key(" ")], [0, null, null]);
});

Deno.test("its place is told as later or earlier", () => {
  assert.deepEqual([0, .25, -1, .123].map(offsetWords), [
    ...["in place", "0.25 s later", "1.00 s earlier", "0.123 s later"],
  ]);
});
