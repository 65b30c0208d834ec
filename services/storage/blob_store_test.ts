import assert from "node:assert/strict";
import * as fc from "fast-check";
import { assertBlobKey, blobKey } from "./blob_store.ts";
import { attachment } from "./content_disposition.ts";

const owner = { userId: "u1", projectId: "p1", type: "image", nowMs: 7 };

for (
  const [typed, name] of [
    ["Photo 1.JPG", "photo-1.jpg"],
    ["../../etc/passwd", "etc-passwd"],
    ["été.png", "e-te-.png"],
    ["", "file"],
    ["...", "file"],
    [".htaccess", "htaccess"],
    ["日本", "file"],
    ["a\0b\nc", "a-b-c"],
  ] as const
) {
  Deno.test(`a file typed as ${JSON.stringify(typed)} is kept as ${name}`, () => {
    const kept = blobKey({ ...owner, filename: typed }).split("7_")[1]!;
    assert.match(kept, /^[a-z0-9_-][a-z0-9._-]*$/);
    assert.equal(kept.replace(/^-/, ""), name.replace(/^-/, ""));
  });
}

Deno.test("any file name gives a legal key below its project", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (filename) => {
    const key = blobKey({ ...owner, filename });
    assertBlobKey(key);
    assert.equal(key.split("/").length, 4);
    assert.ok(key.startsWith("u1/p1/image/7_"));
  }));
});

Deno.test("a download's name cannot leave its header", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 100 }), (filename) => {
    const header = attachment(filename);
    assert.match(
      header,
      /^attachment; filename="[^"\\]*"; filename\*=UTF-8''[A-Za-z0-9%._~!&$-]*$/,
    );
    assert.equal(new Headers({ "content-disposition": header }).get("content-disposition"), header);
  }));
});
