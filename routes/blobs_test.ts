import assert from "node:assert/strict";
import { parseRange } from "./blobs.ts";

const etag = '"v1"';

for (
  const [range, size, expected] of [
    ["bytes=0-0", 100, { start: 0, end: 0 }],
    ["bytes=0-", 100, { start: 0, end: 99 }],
    ["bytes=10-19", 100, { start: 10, end: 19 }],
    ["bytes=90-500", 100, { start: 90, end: 99 }],
    ["bytes=-10", 100, { start: 90, end: 99 }],
    ["bytes=-500", 100, { start: 0, end: 99 }],
    ["bytes=100-", 100, "unsatisfiable"],
    ["bytes=0-", 0, "unsatisfiable"],
    ["bytes=-0", 100, "unsatisfiable"],
    ["bytes=5-4", 100, undefined],
    ["bytes=-", 100, undefined],
    ["bytes=0-1,5-6", 100, undefined],
    ["items=0-1", 100, undefined],
    ["bytes=a-b", 100, undefined],
    ["", 100, undefined],
  ] as const
) {
  Deno.test(`the range "${range}" of ${size} bytes is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(parseRange(new Headers({ range }), etag, size), expected);
  });
}

Deno.test("a range for another version of the file is ignored", () => {
  const asked = (ifRange: string) => new Headers({ range: "bytes=0-1", "if-range": ifRange });
  assert.deepEqual(parseRange(asked('"v1"'), etag, 9), { start: 0, end: 1 });
  assert.equal(parseRange(asked('"v0"'), etag, 9), undefined);
});
