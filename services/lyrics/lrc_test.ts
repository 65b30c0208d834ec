import assert from "node:assert/strict";
import { toLrc } from "./lrc.ts";

Deno.test("LRC: times to the hundredth, in order, a title, word times where wanted", () => {
  const lines = [
    { text: "Second [live]", startSeconds: 59.996 },
    {
      text: "First line",
      startSeconds: 1.234,
      words: [{ word: "First", startSeconds: 1.234 }, { word: "line", startSeconds: 2 }],
    },
  ];
  assert.equal(
    toLrc(lines, { title: "A ]song", lengthSeconds: 6000 }),
    "[ti:A )song]\n[length:100:00.00]\n[00:01.23]First line\n[01:00.00]Second (live)\n",
  );
  assert.equal(
    toLrc(lines.slice(1), { enhanced: true }),
    "[00:01.23]<00:01.23>First <00:02.00>line\n",
  );
});
