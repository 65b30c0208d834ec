import assert from "node:assert/strict";
import { mergeLines } from "./merge_lines.ts";

const edits = (
  replace: readonly (readonly [number, string | null])[],
  insert: readonly (readonly [number, readonly string[]])[] = [],
) => ({ replace: new Map(replace), insert: new Map(insert) });

Deno.test("a line that somebody has changed since is left alone, the others are changed", () => {
  const read = ["one", "two", "three"];
  const now = ["zero", "one", "TWO by hand", "three"];
  const common = [[0, 1], [2, 3]] as const;
  const merged = mergeLines(read, now, common, edits([[0, "uno"], [1, "due"], [2, "tre"]]));
  assert.equal(merged.text, "zero\nuno\nTWO by hand\ntre");
  assert.deepEqual(merged.leftAlone, [1]);
});

Deno.test("what is put in stands after its line, wherever that is now; the end stays the end", () => {
  const read = ["a", "b", "c"];
  const now = ["a", "new", "c", "written meanwhile"];
  const common = [[0, 0], [2, 2]] as const;
  const merged = mergeLines(
    read,
    now,
    common,
    edits([], [[1, ["after b"]], [2, ["last"]], [-1, ["first"]]]),
  );
  assert.equal(merged.text, "first\na\nafter b\nnew\nc\nwritten meanwhile\nlast");
});

Deno.test("a removed line goes, unless it was changed", () => {
  const same = [[0, 0], [1, 1]] as const;
  assert.equal(mergeLines(["a", "b"], ["a", "b"], same, edits([[1, null]])).text, "a");
  const changed = mergeLines(["a", "b"], ["a", "B"], [[0, 0]], edits([[1, null]]));
  assert.deepEqual([changed.text, changed.leftAlone], ["a\nB", [1]]);
});
