import assert from "node:assert/strict";
import { type Answer, type Person, type TestApp, withApp } from "../tests/fixtures/app.ts";

interface Song {
  readonly project: string;
  readonly canvas: string;
}

async function newSong(who: Person): Promise<Song> {
  const { id } = await who.json(201, "POST", "/projects", { title: "A song" });
  const { canvases } = await who.json(200, "GET", `/projects/${id}/canvases`);
  return { project: id, canvas: canvases[0].id };
}

function draw(who: Person, { canvas }: Song): Promise<Answer> {
  const points = [[100, 100, 0.5], [900, 500, 0.9], [1500, 200, 0.2]];
  const strokes = [{ points, color: "madder", width: 9 }];
  return who.json(201, "POST", `/canvases/${canvas}/strokes`, { strokes });
}

async function addMember(app: TestApp, owner: Person, { project }: Song, role: string) {
  const member = await app.signUp(role);
  await owner.json(201, "PUT", `/projects/${project}/members/${member.id}`, { role });
  return member;
}

Deno.test("a job is started, listed, cancelled and retried over REST", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/music`;
    const started = await ada.call("POST", path, { duration_seconds: 30 });
    assert.equal(started.status, 202);
    const job = await started.json();
    assert.equal(started.headers.get("location"), `/api/v1/jobs/${job.id}`);
    assert.deepEqual(job, {
      id: job.id,
      kind: "compose",
      project_id: song.project,
      canvas_id: song.canvas,
      after_job_id: null,
      status: "queued",
      progress: 0,
      stage: "waiting",
      attempts: 0,
      error: null,
      result: null,
      undone: false,
      engine: null,
      created_by: ada.id,
      created_at: job.created_at,
      started_at: null,
      finished_at: null,
    });
    assert.deepEqual(await ada.json(200, "GET", `/jobs/${job.id}`), job);
    const [row] = await app.sql`select request_id from jobs where id = ${job.id}`;
    assert.equal(row!.request_id, started.headers.get("x-request-id"));
    const asked = app.log.filter(({ request_id }) => request_id === row!.request_id);
    assert.ok(asked.some(({ path: asking }) => asking === `/api/v1${path}`), "its log line");
    const document = await ada.json(200, "GET", `/projects/${song.project}/document`);
    assert.equal(document.jobs[0].id, job.id, "open tabs see it");

    const second = await ada.json(202, "POST", path, { duration_seconds: 60 });
    const page = await ada.call("GET", `/projects/${song.project}/jobs?limit=1`);
    assert.match(page.headers.get("link")!, /rel="next"/);
    const listed = await page.json();
    assert.deepEqual([listed.total, listed.page, listed.limit], [2, 1, 1]);
    assert.equal(listed.jobs[0].id, second.id, "newest first");

    const cancelled = await ada.json(200, "POST", `/jobs/${job.id}/cancel`);
    assert.equal(cancelled.status, "cancelled");
    assert.notEqual(cancelled.finished_at, null);
    const again = await ada.call("POST", `/jobs/${job.id}/retry`);
    assert.equal(again.status, 202);
    assert.equal((await again.json()).status, "queued");
    const twice = await ada.json(409, "POST", `/jobs/${job.id}/retry`);
    assert.equal(twice.error.code, "JOB_NOT_RETRYABLE");
  }));

Deno.test("an Idempotency-Key starts one job, without it each request starts one", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/music`;
    const start = async (headers: HeadersInit) => {
      const answer = await ada.call("POST", path, { duration_seconds: 30 }, headers);
      assert.equal(answer.status, 202);
      return (await answer.json()).id;
    };
    const key = { "idempotency-key": "once" };
    assert.equal(await start(key), await start(key));
    assert.notEqual(await start({}), await start({}));
    assert.equal((await ada.json(200, "GET", `/projects/${song.project}/jobs`)).total, 3);
  }));

Deno.test("music waits for the analysis where there is something to look at and none has been", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const music = () =>
      ada.json(202, "POST", `/canvases/${song.canvas}/music`, { duration_seconds: 30 });
    assert.equal((await music()).after_job_id, null, "an empty canvas has its mood to play");
    await draw(ada, song);
    const first = await music();
    const analysis = await ada.json(200, "GET", `/jobs/${first.after_job_id}`);
    assert.deepEqual([analysis.kind, analysis.status], ["analyse", "queued"]);
    assert.equal((await music()).after_job_id, analysis.id, "the one under way serves both");
  }));

Deno.test("analysing an empty canvas, or an image that is not there, is 422", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const path = `/canvases/${song.canvas}/analyze`;
    assert.equal((await ada.json(422, "POST", path)).error.code, "CANVAS_EMPTY");
    assert.equal(
      (await ada.json(422, "POST", path, { source: "drawing" })).error.code,
      "CANVAS_EMPTY",
    );
    const missing = await ada.json(422, "POST", path, { source: crypto.randomUUID() });
    assert.equal(missing.error.details.fields[0].field, "source");
    await ada.json(422, "POST", path, { source: "everything" });
    await ada.json(422, "POST", path, { sauce: "composite" });
    await draw(ada, song);
    assert.equal((await ada.json(202, "POST", path)).kind, "analyse", "the body may be left out");
    assert.equal((await ada.json(202, "POST", path, { source: "drawing" })).kind, "analyse");
  }));

for (
  const [field, body] of [
    ["duration_seconds", {}],
    ["duration_seconds", { duration_seconds: "30" }],
    ["duration_seconds", { duration_seconds: 31 }],
    ["style", { duration_seconds: 30, style: "polka" }],
    ["tempo_bpm", { duration_seconds: 30, tempo_bpm: 300 }],
    ["key", { duration_seconds: 30, key: "H" }],
    ["scale", { duration_seconds: 30, scale: "upward" }],
    ["seed", { duration_seconds: 30, seed: "7" }],
    ["status", { duration_seconds: 30, status: "succeeded" }],
  ] as const
) {
  Deno.test(`music from ${JSON.stringify(body)} is 422 and names ${field}`, () =>
    withApp(async (app) => {
      const ada = await app.signUp("ada");
      const song = await newSong(ada);
      const { error } = await ada.json(422, "POST", `/canvases/${song.canvas}/music`, body);
      assert.deepEqual(error.details.fields.map((one: Answer) => one.field), [field]);
      assert.equal((await ada.json(200, "GET", `/projects/${song.project}/jobs`)).total, 0);
    }));
}

Deno.test("who may see a job may not always stop it, and a stranger learns nothing", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    await draw(ada, song);
    const job = await ada.json(202, "POST", `/canvases/${song.canvas}/music`, {
      duration_seconds: 30,
    });
    const table = [
      ["editor", 200, 200, 202],
      ["commenter", 200, 403, 403],
      ["viewer", 200, 403, 403],
    ] as const;
    for (const [role, seen, cancel, start] of table) {
      const member = await addMember(app, ada, song, role);
      await member.json(seen, "GET", `/jobs/${job.id}`);
      await member.json(seen, "GET", `/projects/${song.project}/jobs`);
      await member.json(start, "POST", `/canvases/${song.canvas}/analyze`, {});
      await member.json(start, "POST", `/canvases/${song.canvas}/music`, { duration_seconds: 30 });
      await member.json(cancel, "POST", `/jobs/${job.id}/cancel`);
      await member.json(cancel === 403 ? 403 : 202, "POST", `/jobs/${job.id}/retry`);
    }
    const stranger = await app.signUp("stranger");
    await stranger.json(404, "GET", `/jobs/${job.id}`);
    await stranger.json(404, "GET", `/projects/${song.project}/jobs`);
    await stranger.json(404, "POST", `/jobs/${job.id}/cancel`);
    await stranger.json(404, "POST", `/jobs/${job.id}/retry`);
    await stranger.json(404, "POST", `/canvases/${song.canvas}/analyze`, {});
    await stranger.json(404, "POST", `/canvases/${song.canvas}/music`, { duration_seconds: 30 });
    await ada.json(404, "GET", `/jobs/${crypto.randomUUID()}`);
    await ada.json(404, "GET", "/jobs/not-an-id");
    const nobody = await app.request(`/api/v1/jobs/${job.id}`);
    assert.equal(nobody.status, 401);
    await nobody.body?.cancel();
  }));
