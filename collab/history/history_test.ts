import assert from "node:assert/strict";
import * as Y from "yjs";
import { listVersions, type VersionRow } from "../../db/versions.ts";
import { stroke, type Studio, withStudio } from "../../tests/fixtures/studio.ts";
import { until } from "../../tests/fixtures/until.ts";
import { compact } from "../compaction.ts";
import { addStroke, patchCanvas, putTracks, removeShape } from "../document/edits.ts";
import { roots } from "../document/schema.ts";
import { view } from "../document/view.ts";
import type { CountedChange } from "./activity.ts";
import { authorsOf, clientsIn } from "./authors.ts";
import { creditsOf } from "./credits.ts";
import { openVersion } from "./stored_version.ts";

/** Long enough for what two people do at once to arrive, also on a busy machine. */
const CALM = { activityMs: 10, versionIdleMs: 2000 };
const NEVER = { activityMs: 10, versionIdleMs: 3_600_000 };

async function versions({ sql }: Studio, project: string): Promise<readonly VersionRow[]> {
  return (await listVersions(sql, project, { limit: 100, offset: 0 })).rows;
}

async function viewOf({ sql }: Studio, version: VersionRow) {
  const doc = (await openVersion(sql, version.id))!;
  const seen = view(doc);
  doc.destroy();
  return seen;
}

const changesOf = (version: VersionRow) => version.changes as readonly CountedChange[];

Deno.test("R27 a while after the last change a version is taken, and says who did what", () =>
  withStudio(async (studio) => {
    const [ada, bob] = [await studio.person("ada"), await studio.person("bob")];
    const project = await studio.project(ada);
    await studio.join(project, bob, "editor");
    const [hers, his] = [studio.open(project, ada), studio.open(project, bob)];
    await until("both in", () => hers.saved() && his.saved());
    const canvas = view(hers.doc).canvases[0]!.id;
    for (const id of ["s1", "s2", "s3"]) {
      hers.doc.transact(() => addStroke(hers.doc, stroke(id, canvas)));
    }
    hers.doc.transact(() => removeShape(hers.doc, "s3"));
    his.doc.transact(() => roots(his.doc).lyrics.insert(0, "one\ntwo\n"));
    const [version] = await until("a version", async () => {
      const found = await versions(studio, project);
      return found.length > 0 && found;
    });
    assert.equal(version!.reason, "idle");
    assert.deepEqual(await viewOf(studio, version!), view(hers.doc));
    const counts = changesOf(version!).map(({ userId, counts }) => [userId, counts]);
    const [none, two] = [{ added: 0, changed: 0, removed: 0 }, {
      added: 2,
      changed: 0,
      removed: 0,
    }];
    assert.deepEqual(
      new Map(counts as [string, unknown][]),
      new Map<string, unknown>([
        [ada.id, { stroke: two }],
        [bob.id, { line: { ...none, added: 2, changed: 1 } }],
      ]),
    );

    hers.doc.transact(() => patchCanvas(hers.doc, canvas, { name: "Blue" }));
    const [second] = await until("another", async () => {
      const found = await versions(studio, project);
      return found.length > 1 && found;
    });
    assert.deepEqual(changesOf(second!).map(({ counts }) => counts), [
      { canvas: { ...none, changed: 1 } },
    ]);
  }, CALM));

Deno.test("R27 the last person to leave leaves a version behind, when something has changed", () =>
  withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const come = async (edit?: (doc: Y.Doc) => void) => {
      const peer = studio.open(project, ada);
      await until("in", () => peer.saved());
      if (edit) peer.doc.transact(() => edit(peer.doc));
      await until("saved", () => peer.saved());
      peer.provider.destroy();
      await peer.line.end();
      await until("empty", () => studio.rooms.stats().rooms === 0);
    };
    await come();
    await studio.restart(); // what was to be taken is taken: nothing
    assert.equal((await versions(studio, project)).length, 0);
    await come((doc) => roots(doc).lyrics.insert(0, "la"));
    await studio.restart();
    await come();
    await studio.restart();
    const found = await versions(studio, project);
    assert.deepEqual(found.map(({ reason }) => reason), ["empty"]);
    assert.equal((await viewOf(studio, found[0]!)).lyrics, "la");
  }, NEVER));

Deno.test("R27 who works on without a pause gets versions all the same", () =>
  withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    let n = 0;
    await until("a version", async () => {
      await studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
        roots(doc).lyrics.insert(0, `${n++}\n`);
      });
      return (await versions(studio, project))[0]?.reason === "ongoing";
    });
  }, { ...NEVER, versionOngoingMs: 200 }));

Deno.test("R27 a version is the document, also after its log was folded, and needs no room", () =>
  withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const edit = (text: string) =>
      studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
        roots(doc).lyrics.insert(0, text);
      });
    await edit("one ");
    await compact(studio.sql, project);
    await edit("two ");
    const version = await studio.rooms.history.take(project, { reason: "named", name: "Mine" });
    await edit("three ");
    await compact(studio.sql, project);
    assert.equal((await viewOf(studio, version!)).lyrics, "two one ");
    assert.equal(
      await studio.rooms.history.take(crypto.randomUUID(), { reason: "named" }),
      undefined,
    );
  }, NEVER));

Deno.test("R29 a restore is live, keeps what others do meanwhile, and can itself be undone", () =>
  withStudio(async (studio) => {
    const [ada, bob] = [await studio.person("ada"), await studio.person("bob")];
    const project = await studio.project(ada);
    await studio.join(project, bob, "editor");
    const [hers, his] = [studio.open(project, ada), studio.open(project, bob)];
    await until("both in", () => hers.saved() && his.saved());
    const canvas = view(hers.doc).canvases[0]!.id;
    hers.doc.transact(() => roots(hers.doc).lyrics.insert(0, "hers\n"));
    await until("saved", () => hers.saved());
    const version = (await studio.rooms.history.take(project, { reason: "named", name: "A" }))!;
    hers.doc.transact(() => addStroke(hers.doc, stroke("late", canvas)));
    await until("seen", () => hers.saved() && view(his.doc).shapes.length === 1);

    let letters = 0;
    const typing = setInterval(() => {
      his.doc.transact(() => roots(his.doc).lyrics.insert(roots(his.doc).lyrics.length, "x"));
      letters++;
    }, 1);
    const wish = { projectId: project, userId: ada.id };
    const { before } = await studio.rooms.restore({ ...wish, versionId: version.id });
    clearInterval(typing);
    await until("all agree", () => {
      return hers.saved() && his.saved() && view(hers.doc).lyrics === view(his.doc).lyrics;
    });
    assert.equal(before.reason, "before_restore");
    assert.deepEqual(view(his.doc).shapes, []);
    const now = view(hers.doc).lyrics;
    const then = (await viewOf(studio, before)).lyrics;
    const count = (text: string) => text.length - text.replaceAll("x", "").length;
    assert.match(now, /^hers\nx*$/);
    assert.equal(count(now) + count(then) >= letters, true, "no letter of his is in neither");

    await studio.rooms.restore({ ...wish, versionId: before.id });
    await until("back", () => view(his.doc).shapes.length === 1);
    assert.equal(view(hers.doc).lyrics, then);
    const rows = await studio.logRows(project);
    await studio.rooms.restore({ ...wish, versionId: before.id });
    assert.equal(await studio.logRows(project), rows, "what is the same is not written again");
    const none = { ...wish, versionId: crypto.randomUUID() };
    await assert.rejects(studio.rooms.restore(none), { status: 404 });
  }, NEVER));

Deno.test("R30 a letter keeps its author through folding and restoring; a job is an author, too", () =>
  withStudio(async (studio) => {
    const [ada, bob] = [await studio.person("ada"), await studio.person("bob")];
    const project = await studio.project(ada);
    await studio.join(project, bob, "editor");
    const [hers, his] = [studio.open(project, ada), studio.open(project, bob)];
    await until("both in", () => hers.saved() && his.saved());
    hers.doc.transact(() => roots(hers.doc).lyrics.insert(0, "written by ada\n"));
    await until("seen", () => view(his.doc).lyrics !== "");
    his.doc.transact(() => roots(his.doc).lyrics.insert(14, " bob"));
    await until("seen", () => view(hers.doc).lyrics === "written by ada bob\n");
    const jobId = crypto.randomUUID();
    await studio.rooms.edit(project, { kind: "job", jobId, userId: bob.id }, (doc) => {
      roots(doc).lyrics.insert(0, "by a machine\n");
      const track = { kind: "stem", name: "T", asset: "a", listen: "a", peaks: null } as const;
      const more = { duration_seconds: 1, pigment: "murex", by: bob.id, canvas: null };
      putTracks(doc, [{ id: "t", ...track, ...more, job: jobId }]);
    });
    const credits = async () => {
      const authors = await authorsOf(studio.sql, project);
      return await studio.rooms.read(
        project,
        (doc) =>
          creditsOf(doc, authors).map((credit) =>
            credit.kind === "line"
              ? [credit.number, credit.userId, credit.jobId, credit.share]
              : [credit.kind, credit.userId, credit.jobId]
          ),
      );
    };
    const expected = [
      [1, bob.id, jobId, 1],
      [2, ada.id, null, 0.8],
      [2, bob.id, null, 0.2],
      ["track", bob.id, jobId],
    ];
    assert.deepEqual(await credits(), expected);
    const version = (await studio.rooms.history.take(project, { reason: "named", name: "A" }))!;
    await studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
      roots(doc).lyrics.delete(0, roots(doc).lyrics.length);
    });
    await studio.rooms.restore({ projectId: project, versionId: version.id, userId: ada.id });
    await compact(studio.sql, project);
    await studio.restart();
    assert.deepEqual(await credits(), expected);
  }, NEVER));

Deno.test("R30 nobody takes over a client id that is somebody's", () =>
  withStudio(async (studio) => {
    const [ada, bob] = [await studio.person("ada"), await studio.person("bob")];
    const project = await studio.project(ada);
    const { authors } = studio.rooms.history;
    const doc = new Y.Doc();
    doc.getText("lyrics").insert(0, "a");
    const update = Y.encodeStateAsUpdate(doc);
    await authors.learn(project, update, { userId: ada.id, jobId: null });
    authors.forget(project);
    await authors.learn(project, update, { userId: bob.id, jobId: null });
    const known = await authorsOf(studio.sql, project);
    assert.deepEqual([...known], [[doc.clientID, { userId: ada.id, jobId: null }]]);
  }));

Deno.test("the clients of an update are read as the library reads them", () => {
  const one = new Y.Doc();
  one.getText("lyrics").insert(0, "a");
  const two = new Y.Doc();
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
  two.getText("lyrics").insert(1, "b");
  const both = Y.encodeStateAsUpdate(two);
  assert.deepEqual(clientsIn(Y.encodeStateAsUpdate(one)), [one.clientID]);
  assert.deepEqual(new Set(clientsIn(both)), new Set([one.clientID, two.clientID]));
  assert.deepEqual(clientsIn(new Uint8Array([0, 0])), []);
});

Deno.test("R28 old automatic versions thin out; those with a name stay, and nothing is left untold", () =>
  withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const { history } = studio.rooms;
    const file = { asset: "a", listen: "a", peaks: null, duration_seconds: 1 };
    const take = { kind: "take", name: "T", pigment: "murex", by: ada.id, job: null } as const;
    const age = async (reason: "idle" | "named", hours: number, name?: string) => {
      await studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
        putTracks(doc, [{ ...take, ...file, canvas: null, id: `t${hours}` }]);
      });
      const version = (await history.take(project, { reason, name }))!;
      await studio.sql`update versions set created_at = now() - ${hours} * interval '1 hour'
        where id = ${version.id}`;
      await studio.sql`update activity set until_at = now() - ${hours + 0.01} * interval '1 hour'
        where until_at > now() - interval '1 hour'`;
      return version.id;
    };
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const within = (minutes: number) =>
      (Date.now() - (hour - 5 * 3_600_000)) / 3_600_000 - minutes / 60;
    await age("idle", within(10));
    const named = await age("named", within(20), "Keep me");
    await age("idle", within(30));
    const last = await age("idle", within(40));
    await studio.rooms.edit(project, { kind: "rest", userId: ada.id }, (doc) => {
      roots(doc).lyrics.insert(0, "la");
    });
    history.left(project);
    const found = await until("thinned", async () => {
      const rows = await versions(studio, project);
      return rows.length === 3 && rows;
    });
    assert.deepEqual(found.slice(1).map(({ id }) => id), [last, named]);
    const added = found.map((row) => {
      return changesOf(row).reduce((sum, { counts }) => sum + (counts.track?.added ?? 0), 0);
    });
    assert.equal(added.reduce((a, b) => a + b), 4, JSON.stringify(added));
  }, NEVER));
