import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { deed, fork, merge, seeded } from "../../tests/fixtures/deeds.ts";
import { splitUpdate } from "./split_update.ts";

/** What a single stroke of the tests takes, and the most that a value cannot be cut below. */
const LEAST_BYTES = 400;

Deno.test("the pieces are small, wait for nothing, and together are the update: any document, any state, any limit", () => {
  const step = fc.oneof(
    fc.tuple(fc.nat(2), deed).map(([who, act]) => ({ who, act, from: undefined })),
    fc.tuple(fc.nat(2), fc.nat(2)).map(([who, from]) => ({ who, act: undefined, from })),
  );
  const limit = fc.oneof(fc.integer({ min: 120, max: 700 }), fc.integer({ min: 700, max: 8000 }));
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60, size: "max" }),
      fc.array(step, { maxLength: 60, size: "max" }),
      limit,
      (known, later, limitBytes) => {
        const people = [11, 12, 13].map((client) => seeded(client));
        const run = (steps: typeof known) => {
          for (const { who, act, from } of steps) {
            if (act) people[who]!.transact(() => act(people[who]!));
            else merge(people[who]!, people[from]!);
          }
        };
        run(known);
        const server = fork(people[0]!, 9);
        run(later);
        merge(people[1]!, people[2]!);
        const update = Y.encodeStateAsUpdate(people[1]!, Y.encodeStateVector(server));
        const whole = fork(server, 8);
        Y.applyUpdate(whole, update);
        for (const piece of splitUpdate(update, limitBytes)) {
          expect(piece.byteLength).toBeLessThanOrEqual(Math.max(limitBytes, LEAST_BYTES));
          Y.applyUpdate(server, piece);
          expect(server.store.pendingStructs).toBeNull();
          expect(server.store.pendingDs).toBeNull();
        }
        expect(Y.equalSnapshots(Y.snapshot(server), Y.snapshot(whole))).toBe(true);
        expect(server.toJSON()).toEqual(whole.toJSON());
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("a text far over the limit is cut, but never within a character", () => {
  const doc = new Y.Doc();
  const text = "a🎵é\n".repeat(60_000);
  roots(doc).lyrics.insert(0, text);
  const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 10_000);
  expect(Math.max(...pieces.map(({ byteLength }) => byteLength))).toBeLessThanOrEqual(10_000);
  const other = new Y.Doc();
  for (const piece of pieces) Y.applyUpdate(other, piece);
  expect(roots(other).lyrics.toString()).toBe(text);
});

Deno.test("deletions are cut too", () => {
  const doc = new Y.Doc();
  const { lyrics } = roots(doc);
  lyrics.insert(0, "ab".repeat(5000));
  const server = fork(doc, 2);
  doc.transact(() => {
    for (let at = 5000; at-- > 0;) lyrics.delete(2 * at, 1);
  });
  const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server));
  const pieces = splitUpdate(update, 4096);
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces) {
    expect(piece.byteLength).toBeLessThanOrEqual(4096);
    Y.applyUpdate(server, piece);
  }
  expect(roots(server).lyrics.toString()).toBe(lyrics.toString());
});

Deno.test("what fits is left as it is", () => {
  const update = Y.encodeStateAsUpdate(seeded(11));
  expect(splitUpdate(update, update.byteLength)).toEqual([update]);
});
