import assert from "node:assert/strict";
import { ExportInput } from "../../jobs/export_input.ts";
import { factWords, FORMATS, LOUDNESS, promiseWords, sizeWords } from "./export_words.ts";

Deno.test("the dialog offers what the server makes, and nothing else", () => {
  for (const [kind, formats] of Object.entries(FORMATS)) {
    for (const format of formats) assert.ok(ExportInput.safeParse({ kind, format }).success);
  }
  for (const [target_lufs] of LOUDNESS) {
    assert.ok(ExportInput.safeParse({ kind: "mix", format: "wav", target_lufs }).success);
  }
});

Deno.test("a file is told by its length, loudness and size", () => {
  const file = {
    ...{ filename: "A song, mix.wav", byte_length: 5_240_000, url: "" },
    ...{ duration_seconds: 151.2, loudness_lufs: -14.04 },
  };
  assert.equal(factWords({ file }), "2:31, −14.0 LUFS, 5.2 MB");
  const lyrics = { ...file, duration_seconds: null, loudness_lufs: null, byte_length: 12 };
  assert.equal(factWords({ file: lyrics }), "12 bytes");
  assert.equal(factWords({ file: null }), "");
  assert.deepEqual([999, 1000, 84_200_000].map(sizeWords), ["999 bytes", "1 kB", "84 MB"]);
  assert.match(promiseWords("mix", "wav", 1), /^The one track that is heard/);
});
