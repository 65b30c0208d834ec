import assert from "node:assert/strict";
import { putTracks, setMeta } from "../collab/document/edits.ts";
import { addVersion, useSource } from "../collab/document/recording_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { findJob } from "../db/jobs.ts";
import { applyJob } from "../jobs/apply.ts";
import {
  type Answer,
  laidTake,
  type Person,
  type TestApp,
  withApp,
} from "../tests/fixtures/app.ts";
import { findFfmpeg } from "../services/media/ffmpeg.ts";
import { version } from "../tests/fixtures/deeds.ts";
import { gradientJpeg } from "../tests/fixtures/pictures.ts";
import { until } from "../tests/fixtures/until.ts";

interface Song {
  readonly project: string;
  readonly canvas: string;
}

async function newSong(who: Person): Promise<Song> {
  const { id } = await who.json(201, "POST", "/projects", { title: "A song" });
  const { canvases } = await who.json(200, "GET", `/projects/${id}/canvases`);
  return { project: id, canvas: canvases[0].id };
}

async function draw(who: Person, { canvas }: Song, count = 1): Promise<readonly string[]> {
  const points = [[100, 100, 0.5], [900, 500, 0.9]];
  const strokes = Array.from({ length: count }, () => ({ points, color: "madder", width: 9 }));
  return (await who.json(201, "POST", `/canvases/${canvas}/strokes`, { strokes })).ids;
}

function write(app: TestApp, who: Person, { project }: Song, text: string): Promise<void> {
  return app.rooms.edit(project, { kind: "rest", userId: who.id }, (doc) => {
    roots(doc).lyrics.insert(roots(doc).lyrics.length, text);
  });
}

const shapeIds = (document: Answer) => document.shapes.map(({ id }: Answer) => id);

Deno.test("a version is named, browsed, renamed and restored; the restore is undone", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/projects/${song.project}/versions`;
    const [first] = await draw(ada, song);
    const made = await ada.call("POST", path, { name: "  Verse done " });
    assert.equal(made.status, 201);
    const version = await made.json();
    assert.equal(made.headers.get("location"), `/api/v1${path}/${version.id}`);
    const { from, until } = version.changes[0];
    assert.deepEqual(version, {
      id: version.id,
      project_id: song.project,
      name: "Verse done",
      reason: "named",
      job_id: null,
      created_by: ada.id,
      created_at: version.created_at,
      changes: [{
        ...{ user_id: ada.id, username: "ada", color: version.changes[0].color },
        ...{ job_id: null, job_kind: null, from, until },
        strokes: { added: 1, changed: 0, removed: 0 },
      }],
    });
    assert.deepEqual(await ada.json(200, "GET", `${path}/${version.id}`), version);

    const [second] = await draw(ada, song);
    await write(app, ada, song, "one\n");
    await ada.json(200, "PATCH", `/projects/${song.project}`, { title: "Renamed" });
    const then = await ada.json(200, "GET", `${path}/${version.id}/document`);
    assert.deepEqual([shapeIds(then), then.lyrics, then.meta.title], [[first], "", "A song"]);
    assert.deepEqual(then.shapes[0].points[0].slice(0, 2), [100, 100]);

    const restored = await ada.json(200, "POST", `${path}/${version.id}/restore`);
    assert.equal(restored.version.id, version.id);
    assert.equal(restored.before.reason, "before_restore");
    assert.deepEqual(restored.document, then);
    assert.deepEqual(await ada.json(200, "GET", `/projects/${song.project}/document`), then);

    const back = await ada.json(200, "POST", `${path}/${restored.before.id}/restore`);
    assert.deepEqual(shapeIds(back.document), [first, second]);
    assert.equal(back.document.lyrics, "one\n");

    const page = await ada.call("GET", `${path}?limit=2`);
    assert.match(page.headers.get("link")!, /rel="next"/);
    const { versions, total } = await page.json();
    assert.equal(total, 3);
    assert.deepEqual(versions.map(({ id }: Answer) => id), [back.before.id, restored.before.id]);

    const renamed = await ada.json(200, "PATCH", `${path}/${back.before.id}`, { name: "Kept" });
    assert.deepEqual([renamed.name, renamed.reason], ["Kept", "before_restore"]);
    await ada.json(200, "PATCH", `${path}/${back.before.id}`, { name: null });
    const stale = await ada.call("PATCH", `${path}/${version.id}`, { name: "x" }, {
      "if-match": '"something else"',
    });
    assert.equal(stale.status, 412);
    for (const body of [{}, { name: "" }, { name: 7 }, { name: "a", reason: "idle" }]) {
      await ada.json(422, "POST", path, body);
    }
    const unknown = `${path}/${crypto.randomUUID()}`;
    for (const [method, rest] of [["GET", ""], ["GET", "/document"], ["POST", "/restore"]]) {
      await ada.json(404, method!, unknown + rest);
    }
    const other = await newSong(ada);
    await ada.json(404, "GET", `/projects/${other.project}/versions/${version.id}`);
    await ada.json(404, "POST", `/projects/${other.project}/versions/${version.id}/restore`);
  }));

Deno.test("a version brings back a sheet and a picture that were removed since, with their files", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { project } = await newSong(ada);
    const { id: sheet } = await ada.json(201, "POST", `/projects/${project}/canvases`, {});
    const form = new FormData();
    form.set("file", new File([await gradientJpeg(await findFfmpeg({}))], "sea.jpg"));
    await ada.json(201, "POST", `/canvases/${sheet}/images`, form);
    const then = await ada.json(200, "GET", `/projects/${project}/document`);
    const { asset } = then.shapes[0];
    const path = `/projects/${project}/versions`;
    const version = await ada.json(201, "POST", path, { name: "With the sea" });
    await ada.json(204, "DELETE", `/canvases/${sheet}`);
    await ada.json(404, "GET", `/canvases/${sheet}`);
    assert.deepEqual((await ada.json(200, "GET", `/projects/${project}/document`)).shapes, []);
    await ada.json(200, "POST", `${path}/${version.id}/restore`);
    assert.deepEqual(await ada.json(200, "GET", `/projects/${project}/document`), then);
    await until("the sheet by its id", async () => {
      const answer = await ada.call("GET", `/canvases/${sheet}`);
      await answer.body?.cancel();
      return answer.status === 200;
    });
    const { url, byte_length } = await ada.json(200, "GET", `/assets/${asset}`);
    const { pathname, search } = new URL(url);
    const file = await app.request(pathname + search);
    assert.deepEqual([file.status, (await file.bytes()).length], [200, byte_length]);
  }));

Deno.test("a restore that changes nothing leaves no trace in the log", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const song = await newSong(ada);
    await draw(ada, song, 3);
    const path = `/projects/${song.project}/versions`;
    const version = await ada.json(201, "POST", path, { name: "Now" });
    const rows = async () => {
      const [row] = await app.sql<{ n: number }[]>`
        select count(*) as n from doc_updates where project_id = ${song.project}`;
      return row!.n;
    };
    const before = await rows();
    await ada.json(200, "POST", `${path}/${version.id}/restore`);
    assert.equal(await rows(), before);
  }));

Deno.test("while you were away: who did what since a moment, or a version", () =>
  withApp(async (app) => {
    const [ada, bob] = [await app.signUp("ada"), await app.signUp("bob")];
    const song = await newSong(ada);
    const { project } = song;
    await ada.json(201, "PUT", `/projects/${project}/members/${bob.id}`, { role: "editor" });
    await draw(ada, song, 2);
    const version = await ada.json(201, "POST", `/projects/${project}/versions`, { name: "A" });
    const since = (moment: string) =>
      ada.json(200, "GET", `/projects/${project}/changes?since=${encodeURIComponent(moment)}`);
    assert.deepEqual((await since(version.id)).changes, []);
    const [kept, gone] = await draw(bob, song, 2);
    await bob.json(204, "DELETE", `/canvases/${song.canvas}/shapes/${gone}`);
    await write(app, bob, song, "la\nla\n");
    const { changes, ...rest } = await since(version.id);
    assert.deepEqual(rest, { since: version.created_at });
    assert.equal(changes.length, 1);
    const [change] = changes;
    assert.deepEqual([change.user_id, change.username], [bob.id, "bob"]);
    assert.deepEqual(change.strokes, { added: 1, changed: 0, removed: 0 });
    assert.equal(change.lines.added, 2);
    assert.deepEqual(change.items, [{ kind: "stroke", id: kept, verb: "added" }]);
    const all = await since("2020-01-01T00:00:00Z");
    assert.deepEqual(
      new Set(all.changes.map(({ username }: Answer) => username)),
      new Set(["ada", "bob"]),
    );
    assert.deepEqual((await since(new Date(Date.now() + 60_000).toISOString())).changes, []);
    for (const wrong of ["", "?since=", "?since=yesterday"]) {
      await ada.json(422, "GET", `/projects/${project}/changes${wrong}`);
    }
    await ada.json(404, "GET", `/projects/${project}/changes?since=${crypto.randomUUID()}`);
  }));

Deno.test("credits name people and machines, as JSON and as a sheet", () =>
  withApp(async (app) => {
    const [ada, bob] = [await app.signUp("ada"), await app.signUp("bob")];
    const song = await newSong(ada);
    const { project } = song;
    const job = await ada.json(202, "POST", `/canvases/${song.canvas}/music`, {
      duration_seconds: 30,
    });
    await app.rooms.edit(project, { kind: "job", jobId: job.id, userId: ada.id }, (doc) => {
      const track = { kind: "stem", name: "Cello", asset: "a", listen: "a", peaks: null } as const;
      const more = { duration_seconds: 1, pigment: "murex", by: ada.id, canvas: null };
      putTracks(doc, [{ id: "t", ...track, ...more, job: job.id }]);
    });
    await draw(ada, song, 2);
    await write(app, bob, song, "one\ntwo\n");
    await write(app, ada, song, "three");
    const { people, machines, items, title } = await ada.json(
      200,
      "GET",
      `/projects/${project}/credits`,
    );
    assert.equal(title, "A song");
    assert.deepEqual(people, [
      { user_id: ada.id, username: "ada", strokes: 2, images: 0, lines: 1, tracks: 0, takes: 0 },
      { user_id: bob.id, username: "bob", strokes: 0, images: 0, lines: 2, tracks: 0, takes: 0 },
    ]);
    assert.deepEqual(machines, [{
      ...{ engine: "local", job: job.id, kind: "compose", asked_by: ada.id },
      ...{ tracks: 1, lines: 0, versions: 0, at: job.created_at },
    }]);
    assert.deepEqual(items.slice(2), [
      { kind: "line", user_id: bob.id, job_id: null, number: 1, text: "one", share: 1 },
      { kind: "line", user_id: bob.id, job_id: null, number: 2, text: "two", share: 1 },
      { kind: "line", user_id: ada.id, job_id: null, number: 3, text: "three", share: 1 },
      { kind: "track", user_id: ada.id, job_id: job.id, id: "t", text: "Cello" },
    ]);
    const sheet = await ada.call("GET", `/projects/${project}/credits?format=text`);
    assert.match(sheet.headers.get("content-type")!, /^text\/plain/);
    assert.equal(
      await sheet.text(),
      [
        "A song",
        "",
        "Made by",
        "  ada: 2 strokes, 1 line",
        "  bob: 2 lines",
        "",
        "With",
        `  compose (local engine), ${job.created_at.slice(0, 10)}, asked by ada: 1 track`,
        "",
      ].join("\n"),
    );
  }));

Deno.test("who sang what, and what was made of it, is in the credits, the changes and a restore", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { project } = await newSong(ada);
    const take = await laidTake(app, project, ada.id);
    const wish = { pitch_correction: { strength: 1 } };
    const job = await ada.json(202, "POST", `/recordings/${take}/process`, wish);
    const doing = { kind: "job", jobId: job.id, userId: ada.id } as const;
    const made = await app.rooms.edit(project, doing, (doc) => {
      addVersion(doc, { ...version("v", take), label: "In tune", job: job.id, by: ada.id });
      const [track] = view(doc).tracks;
      useSource(doc, track!.id, "v");
      return track!.id;
    });
    const { people, machines, items } = await ada.json(200, "GET", `/projects/${project}/credits`);
    assert.deepEqual([people[0].username, people[0].takes, people[0].tracks], ["ada", 1, 1]);
    assert.deepEqual([machines[0].kind, machines[0].versions], ["voice.process", 1]);
    assert.deepEqual(
      items.map(({ kind, text, job_id }: Answer) => [kind, text, job_id]),
      [["track", "Voice", null], ["take", take, null], ["version", "In tune", job.id]],
    );
    const { changes } = await ada.json(
      200,
      "GET",
      `/projects/${project}/changes?since=2020-01-01T00:00:00Z`,
    );
    const [byHand, byMachine] = [null, job.id]
      .map((id) => changes.find(({ job_id }: Answer) => job_id === id));
    assert.equal(byHand.recordings.added, 1);
    assert.equal(byMachine.take_versions.added, 1);
    assert.equal(byMachine.recordings, undefined);

    const kept = await ada.json(201, "POST", `/projects/${project}/versions`, { name: "Sung" });
    await ada.json(204, "DELETE", `/recordings/${take}`);
    await ada.json(200, "POST", `/projects/${project}/versions/${kept.id}/restore`);
    const { tracks } = await ada.json(200, "GET", `/projects/${project}/document`);
    assert.deepEqual([tracks[0].id, tracks[0].source], [made, "v"]);
    assert.equal((await ada.json(200, "GET", `/recordings/${take}`)).versions.length, 2);
  }));

Deno.test("who may edit may undo a job from its card, and a stranger learns nothing", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/music`;
    const job = await ada.json(202, "POST", path, { duration_seconds: 30 });
    const { projectId, row } = { projectId: song.project, row: (await findJob(app.sql, job.id))! };
    await applyJob(app, row, (doc) => setMeta(doc, { tempo_bpm: 97 }));
    const tempo = async () =>
      (await ada.json(200, "GET", `/projects/${projectId}/document`)).meta.tempo_bpm;
    for (const role of ["commenter", "viewer"]) {
      const member = await app.signUp(role);
      await ada.json(201, "PUT", `/projects/${projectId}/members/${member.id}`, { role });
      await member.json(403, "POST", `/jobs/${job.id}/undo`);
      await member.json(403, "POST", `/jobs/${job.id}/redo`);
    }
    const stranger = await app.signUp("stranger");
    await stranger.json(404, "POST", `/jobs/${job.id}/undo`);
    await stranger.json(404, "POST", `/jobs/${job.id}/redo`);
    await ada.json(404, "POST", `/jobs/${crypto.randomUUID()}/undo`);
    assert.equal(await tempo(), 97);

    const bob = await app.signUp("bob");
    await ada.json(201, "PUT", `/projects/${projectId}/members/${bob.id}`, { role: "editor" });
    const undone = await bob.json(200, "POST", `/jobs/${job.id}/undo`);
    assert.deepEqual([undone.job.id, undone.undone, undone.kept], [job.id, true, []]);
    assert.equal(await tempo(), null);
    const twice = await bob.json(409, "POST", `/jobs/${job.id}/undo`);
    assert.equal(twice.error.code, "JOB_UNDONE");
    const document = await ada.json(200, "GET", `/projects/${projectId}/document`);
    assert.equal(document.jobs[0].undone, true, "its card says so");
    const redone = await ada.json(200, "POST", `/jobs/${job.id}/redo`);
    assert.equal(redone.undone, false);
    assert.equal(await tempo(), 97);
    const { versions } = await ada.json(200, "GET", `/projects/${projectId}/versions`);
    assert.deepEqual([versions[0].reason, versions[0].job_id], ["before_job", job.id]);
    const waiting = await ada.json(202, "POST", path, { duration_seconds: 30 });
    const nothing = await ada.json(409, "POST", `/jobs/${waiting.id}/undo`);
    assert.equal(nothing.error.code, "NOTHING_TO_UNDO");
  }));
