/** What took people's work away in Outline and Excalidraw, and does not here. */
import { expect } from "expect";
import { addStroke, removeShape } from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { stroke, withStudio } from "../fixtures/studio.ts";
import { createSteps } from "../../islands/room/steps.ts";
import { until } from "../fixtures/until.ts";

Deno.test("Outline #13726: what is typed while the connection is gone is known to be unsaved, and arrives with it", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const one = studio.open(project, ada);
    await until("in the room", () => one.saved());
    one.line.disconnect();
    await until("gone", () => studio.rooms.stats().connections === 0);
    for (let n = 0; n < 9; n++) roots(one.doc).lyrics.insert(n, String(n));
    expect(one.provider.hasUnsyncedChanges).toBe(true);
    expect(one.provider.isSynced).toBe(false);
    await studio.restart(); // meanwhile
    one.line.connect();
    await until("saved", () => one.saved());
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("012345678");
  });
});

Deno.test("Outline #13464: leaving in the moment of the acknowledgement loses nothing", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    for (let round = 0; round < 15; round++) {
      const one = studio.open(project, ada);
      await until("in the room", () => one.saved());
      const acknowledged = new Promise<void>((resolve) =>
        one.provider.on("unsyncedChanges", ({ number }: { number: number }) => {
          if (number > 0) return;
          one.provider.destroy();
          one.line.disconnect();
          resolve();
        })
      );
      roots(one.doc).lyrics.insert(0, "x");
      await acknowledged;
    }
    await until("the room is closed", () => studio.rooms.stats().rooms === 0);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("x".repeat(15));
  });
});

Deno.test("Excalidraw #3997: a tab that was left open with an older state adds to the new one, and does not replace it", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const [tab, stale] = [studio.open(project, ada), studio.open(project, ada)];
    await until("both in the room", () => tab.saved() && stale.saved());
    const canvas = view(tab.doc).canvases[0]!.id;
    tab.doc.transact(() => addStroke(tab.doc, stroke("old", canvas)));
    await until("both have it", () => tab.saved() && view(stale.doc).shapes.length === 1);
    stale.line.disconnect();
    for (let n = 0; n < 20; n++) {
      tab.doc.transact(() => addStroke(tab.doc, stroke(`new-${n}`, canvas)));
    }
    tab.doc.transact(() => removeShape(tab.doc, "old"));
    await until("saved", () => tab.saved());
    stale.doc.transact(() => addStroke(stale.doc, stroke("late", canvas)));
    stale.line.connect();
    await until("back", () => stale.saved() && view(tab.doc).shapes.length === 21);
    const ids = await studio.rooms.read(project, (doc) => view(doc).shapes.map(({ id }) => id));
    expect(ids.length).toBe(21);
    expect(ids).toContain("late");
    expect(ids).not.toContain("old");
  });
});

Deno.test("Excalidraw #7353: undoing everything of mine leaves everything of yours", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "editor");
    const [one, two] = [studio.open(project, ada), studio.open(project, bo)];
    await until("both in the room", () => one.saved() && two.saved());
    const canvas = view(one.doc).canvases[0]!.id;
    const [mine, yours] = [createSteps(one.doc), createSteps(two.doc)];
    for (let n = 0; n < 10; n++) {
      yours.edit("Typing", (doc) => roots(doc).lyrics.insert(0, "a verse "));
      mine.edit("Stroke", (doc) => addStroke(doc, stroke(`s${n}`, canvas)));
      await until(
        "both have both",
        () =>
          view(one.doc).lyrics === view(two.doc).lyrics && view(two.doc).shapes.length === n + 1,
      );
    }
    while (mine.undo() !== null);
    await until("saved", () => one.saved() && two.saved());
    await until("seen", () => view(two.doc).shapes.length === 0);
    expect(view(two.doc).lyrics).toBe("a verse ".repeat(10));
    mine.close();
    yours.close();
  });
});
