import { expect } from "expect";
import { signal } from "@preact/signals";
import * as Y from "yjs";
import { putJob } from "../../collab/document/edits.ts";
import { roots } from "../../collab/document/schema.ts";
import { createDocumentStore } from "../room/document_store.ts";
import { createSteps } from "../room/steps.ts";
import type { DraftAnswer } from "./lyric_answers.ts";
import { createOffers } from "./offers.ts";

const TEXT = "[Verse]\nSalt on the window\nThe ferry gone";
const ANSWER: DraftAnswer = {
  ...{ mode: "alternates", sections: [], left_alone: [], engine: "local" },
  alternates: [["The harbour gone"], ["The ferry lost"]],
  asked: { of: "line", index: 2, title: "Verse", lines: ["The ferry gone"], text: TEXT },
};

/** One tab of a song in which others for a line are offered. */
function tab(id: string, from?: Y.Doc) {
  const doc = new Y.Doc();
  if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  const document = createDocumentStore(doc);
  const steps = createSteps(doc);
  const told: string[] = [];
  const toasts = {
    list: signal([]),
    show: (text: string) => void told.push(text),
    close: () => {},
  };
  const room = { doc, document, steps, user: { id } };
  const jobs = { all: document.jobs, draftOf: () => ANSWER };
  let ms = 0;
  const say = (text: string) => void told.push(text);
  const nameOf = (user: string) => user.toUpperCase();
  const offers = createOffers({ room, jobs, toasts, say, nameOf, now: () => ++ms });
  const text = () => roots(doc).lyrics.toString();
  return { doc, steps, told, offers, text, open: () => offers.open.value.length };
}

function song() {
  const server = new Y.Doc();
  roots(server).lyrics.insert(0, TEXT);
  putJob(server, {
    ...{ id: "j1", kind: "lyrics.generate", canvas: null, stage: "done", by: "june", at: 1 },
    ...{ status: "succeeded", finished_at: 1, error: null, settled: null },
  });
  return [tab("june", server), tab("tobi", server)] as const;
}

function merge(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)));
}

Deno.test("anybody keeps one; everybody sees it settled; one undo opens it again for all", () => {
  const [june, tobi] = song();
  expect(june.open()).toBe(1);
  tobi.offers.keep(tobi.offers.open.value[0]!, 1);
  merge(june.doc, tobi.doc);
  for (const each of [june, tobi]) {
    expect(each.text()).toBe(TEXT.replace("gone", "lost"));
    expect(each.open()).toBe(0);
  }
  expect(june.told).toEqual(["TOBI kept one of the others"]);
  expect(tobi.told).toEqual(["Kept."]);
  expect(tobi.steps.undo()).toBe("Alternate");
  merge(june.doc, tobi.doc);
  for (const each of [june, tobi]) {
    expect(each.text()).toBe(TEXT);
    expect(each.open()).toBe(1);
  }
});

Deno.test("others that are let go are gone for all, until that is undone", () => {
  const [june, tobi] = song();
  june.offers.letGo(june.offers.open.value[0]!);
  merge(june.doc, tobi.doc);
  expect([june.open(), tobi.open()]).toEqual([0, 0]);
  expect(tobi.told).toEqual(["JUNE let the others go"]);
  expect(june.steps.undo()).toBe("Others let go");
  merge(june.doc, tobi.doc);
  expect([june.open(), tobi.open()]).toEqual([1, 1]);
});

Deno.test("a line that somebody has changed since is left, and the offer stays", () => {
  const [june] = song();
  const offer = june.offers.open.value[0]!;
  roots(june.doc).lyrics.insert(TEXT.length, "!");
  expect(june.offers.open.value[0]!.canKeep).toBe(false);
  june.offers.keep(offer, 0);
  expect(june.text()).toBe(`${TEXT}!`);
  expect(june.open()).toBe(1);
  expect(june.told).toEqual(["One line has been changed since; it was left as it is"]);
});

Deno.test("two who keep at the same moment: one line is kept, whoever's, and the other gives way", async () => {
  const [june, tobi] = song();
  june.offers.keep(june.offers.open.value[0]!, 0);
  tobi.offers.keep(tobi.offers.open.value[0]!, 1);
  for (let round = 0; round < 3; round++) {
    merge(june.doc, tobi.doc);
    await Promise.resolve(); // who gives way does so after the change that told them
  }
  const kept = Number((roots(june.doc).jobs.get("j1")!.get("settled") as { kept: number }).kept);
  const wanted = TEXT.replace("The ferry gone", ANSWER.alternates[kept]![0]!);
  expect([june.text(), tobi.text()]).toEqual([wanted, wanted]);
  const [winner, loser] = kept === 0 ? [june, tobi] : [tobi, june];
  expect(loser.steps.undo()).toBeNull();
  expect(loser.told.at(-1)).toMatch(/kept one of the others$/);
  expect(winner.steps.undo()).toBe("Alternate");
  merge(june.doc, tobi.doc);
  expect([june.text(), tobi.text()]).toEqual([TEXT, TEXT]);
});
