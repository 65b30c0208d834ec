import { strict as assert } from "node:assert";
import { signal } from "@preact/signals";
import { uploadSeconds } from "./upload_place.tsx";

function place(position: number, durationSeconds: number): number {
  return uploadSeconds({
    transport: { position: signal(position) },
    song: signal({ durationSeconds }),
  });
}

Deno.test("an uploaded sound begins at the needle", () => {
  assert.equal(place(0, 60), 0);
  assert.equal(place(12.5, 60), 12.5);
});

Deno.test("a song that was heard to its end takes an upload at its start", () => {
  assert.equal(place(60, 60), 0);
  assert.equal(place(0, 0), 0);
});
