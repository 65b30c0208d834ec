/** A client's later update can be in the log without the one before it, when the process died in between. */
import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { insertUpdates } from "../db/doc_updates.ts";
import { stroke, withStudio } from "../tests/fixtures/studio.ts";
import { until } from "../tests/fixtures/until.ts";
import { compact } from "./compaction.ts";
import { addStroke } from "./document/edits.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import { fold } from "./fold.ts";
import { holdsAlready } from "./novelty.ts";

Deno.test("R39 what waits for a part that was lost harms nobody, is kept, and comes back with it", async () => {
  await withStudio(async (studio) => {
    const [ada, bob] = [await studio.person("ada"), await studio.person("bob")];
    const project = await studio.project(ada);
    await studio.join(project, bob, "editor");
    const [one, two, three, erased] = lines();
    const wish = { project_id: project, actor_id: ada.id, origin: "socket" };
    await insertUpdates(
      studio.sql,
      [one!, three!, erased!].map((payload) => ({ ...wish, payload })),
    );

    const come = async (person: typeof ada) => {
      const peer = studio.open(project, person);
      await until("in the room", () => peer.saved());
      return peer;
    };
    const first = await come(ada);
    expect(view(first.doc).lyrics).toBe("one ");
    const second = await come(bob);
    roots(second.doc).lyrics.insert(0, "bob ");
    await until("saved", () => second.saved());
    const canvas = view(first.doc).canvases[0]!.id;
    const draw = (id: string) =>
      studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
        addStroke(doc, stroke(id, canvas));
      });
    await draw("s1");
    const version = (await studio.rooms.history.take(project, { reason: "named", name: "A" }))!;
    await draw("s2");
    await compact(studio.sql, project);
    await studio.rooms.restore({ projectId: project, versionId: version.id, userId: ada.id });
    await compact(studio.sql, project);
    const rows = await studio.logRows(project);
    await studio.restart();
    const seen = await studio.rooms.read(project, view);
    expect([seen.lyrics, seen.shapes.map(({ id }) => id)]).toEqual(["bob one ", ["s1"]]);

    await until("everybody back", () => first.saved() && second.saved());
    Y.applyUpdate(first.doc, two!); // whoever has it, and is back
    await until("saved", () => first.saved());
    expect(await studio.logRows(project)).toBe(rows + 1); // nobody said again what waits
    await until("seen", () => view(second.doc).lyrics === "bob one three ");
    await compact(studio.sql, project);
    await studio.restart();
    expect((await studio.rooms.read(project, view)).lyrics).toBe("bob one three ");
  });
});

Deno.test("R39 folding keeps what waits, whichever updates were lost and whenever they come", () => {
  const numbers = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(numbers, fc.nat(6), (lost, at) => {
    const updates = lines(6);
    const kept = updates.filter((_, n) => !lost.includes(n));
    const back = updates.filter((_, n) => lost.includes(n));
    const early = fold(kept.slice(0, at)).state;
    const folded = fold([early, ...kept.slice(at)]).state;
    const doc = new Y.Doc();
    for (const update of [folded, ...back]) Y.applyUpdate(doc, update);
    const whole = new Y.Doc();
    for (const update of updates) Y.applyUpdate(whole, update);
    expect(view(doc)).toEqual(view(whole));
    expect(doc.store.pendingStructs).toBeNull();

    const holding = new Y.Doc();
    Y.applyUpdate(holding, folded);
    expect(holdsAlready(holding, folded) || holding.store.pendingStructs === null).toBe(true);
    for (const update of back) {
      expect(holdsAlready(holding, Y.mergeUpdates([folded, update]))).toBe(false);
    }
  }));
});

/** Updates of one client, each a line after the one before; the last deletes the second line. */
function lines(count = 3): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const { lyrics } = roots(doc);
  for (const word of ["one ", "two ", "three ", "four ", "five ", "six "].slice(0, count)) {
    lyrics.insert(lyrics.length, word);
  }
  lyrics.delete(4, 4);
  return updates;
}
