import assert from "node:assert/strict";
import { compact } from "../collab/compaction.ts";
import { patchCanvas, patchTrack, setMeta } from "../collab/document/edits.ts";
import type { JobRow } from "../db/jobs.ts";
import { z } from "zod";
import { putTracks } from "../collab/document/edits.ts";
import { track } from "../tests/fixtures/deeds.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import { anyKind } from "./job_kind.ts";
import type { Jobs } from "./jobs.ts";
import { turnJob } from "./undo.ts";

/** Writes like `compose`, without the wait for a piece. */
const play = anyKind({
  kind: "play",
  input: z.object({ tempo: z.number() }),
  async run({ job, applyOnce }, { tempo }) {
    await applyOnce((doc) => {
      const stems = ["a", "b"].map((name) => ({
        ...track(`${job.id}-${name}`.slice(-30), job.id),
        canvas: job.canvas_id,
      }));
      putTracks(doc, stems, { replaceJobTracksOf: job.canvas_id! });
      setMeta(doc, { tempo_bpm: tempo });
      patchCanvas(doc, job.canvas_id!, { mood: { valence: tempo / 200 } });
    });
    return null;
  },
});

async function run(shop: Workshop, jobs: Jobs, tempo: number): Promise<JobRow> {
  const { projectId, canvasId, userId } = shop;
  const request = { kind: "play", projectId, canvasId, createdBy: userId, input: { tempo } };
  const { id } = await jobs.start(request);
  return await until("the end", async () => {
    const row = await jobs.get(id);
    return row?.status === "succeeded" && row;
  }, { everyMs: 5 });
}

async function seen(shop: Workshop) {
  const { jobs, ...rest } = await shop.document();
  return { rest, undone: jobs.filter(({ undone }) => undone).map(({ id }) => id) };
}

const conflict = (code: string) => ({ name: "ApiError", status: 409, code });

Deno.test("a job's result is one step: undone, redone, undone, whoever asks", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play] });
    jobs.work();
    const turn = (job: JobRow, way: "undo" | "redo") => turnJob(shop, job, shop.userId, way);
    const first = await run(shop, jobs, 80);
    const after = await seen(shop);
    const second = await run(shop, jobs, 120);
    const made = await seen(shop);
    assert.notDeepEqual(made.rest, after.rest);
    assert.deepEqual(await turn(second, "undo"), []);
    const undone = await seen(shop);
    assert.deepEqual(undone, { rest: after.rest, undone: [second.id] });
    await assert.rejects(turn(second, "undo"), conflict("JOB_UNDONE"));
    await turn(second, "redo");
    assert.deepEqual(await seen(shop), made);
    await assert.rejects(turn(second, "redo"), conflict("JOB_NOT_UNDONE"));
    await turn(second, "undo");
    await turn(first, "undo");
    const { rest } = await seen(shop);
    assert.deepEqual([rest.tracks, rest.meta.tempo_bpm], [[], null]);
    assert.equal(rest.canvases[0]!.mood.valence, 0);
    const rows = await shop.sql<{ reason: string; job_id: string }[]>`
      select reason, job_id from versions order by created_at`;
    assert.deepEqual([...rows], [
      { reason: "before_job", job_id: first.id },
      { reason: "before_job", job_id: second.id },
    ]);
  });
});

Deno.test("two who undo at once undo it once", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play] });
    jobs.work();
    const job = await run(shop, jobs, 80);
    const both = await Promise.allSettled(
      [1, 2].map(() => turnJob(shop, job, shop.userId, "undo")),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await turnJob(shop, job, shop.userId, "redo");
    assert.equal((await shop.document()).tracks.length, 2);
  });
});

Deno.test("what somebody changed after the job stays as they made it, and is told", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play] });
    jobs.work();
    const job = await run(shop, jobs, 80);
    const [a, b] = (await shop.document()).tracks;
    const other = { kind: "rest", userId: crypto.randomUUID() } as const;
    await shop.rooms.edit(shop.projectId, other, (doc) => {
      patchTrack(doc, a!.id, { gain_db: -6 });
      patchCanvas(doc, shop.canvasId, { mood: { valence: -1 } });
    });
    await shop.rooms.edit(shop.projectId, { kind: "rest", userId: shop.userId }, (doc) => {
      patchTrack(doc, b!.id, { gain_db: -9 });
    });
    const kept = await turnJob(shop, job, shop.userId, "undo");
    assert.deepEqual(
      kept.map(({ path }) => path.join("/")).sort(),
      [
        `${shop.canvasId}/mood/valence`,
        a!.id,
      ].sort(),
    );
    const { tracks, canvases, meta } = await shop.document();
    assert.deepEqual(tracks.map(({ id, gain_db }) => [id, gain_db]), [[a!.id, -6]]);
    assert.equal(canvases[0]!.mood.valence, -1);
    assert.equal(meta.tempo_bpm, null);
  });
});

Deno.test("killed between its edit and keeping what it did, a job is undone from the log", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play], backoffMs: () => 5 });
    // A sequence is not rolled back: the first attempt is refused, and no other.
    await shop.sql`create sequence refusals`;
    await shop.sql`create function refuse_once() returns trigger language plpgsql as
      $$ begin if nextval('refusals') = 1 then raise 'no'; end if; return new; end $$`;
    await shop.sql`create trigger refuse before insert on job_effects
      for each row execute function refuse_once()`;
    jobs.work();
    const { projectId, canvasId, userId } = shop;
    const input = { tempo: 80 };
    const { id } = await jobs.start({
      ...{ kind: "play", projectId, canvasId, createdBy: userId, input },
    });
    const job = await until("the end", async () => {
      const row = await jobs.get(id);
      return row?.status === "succeeded" && row;
    }, { everyMs: 5 });
    assert.equal(job.attempts, 2);
    await turnJob(shop, job, userId, "undo");
    const { tracks, meta } = await shop.document();
    assert.deepEqual([tracks, meta.tempo_bpm], [[], null]);
  });
});

Deno.test("killed between the edit of an undo and its row, the undo can be redone, and undone again", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play] });
    jobs.work();
    const first = await run(shop, jobs, 80);
    const before = await seen(shop);
    const job = await run(shop, jobs, 120);
    const made = await seen(shop);
    const turn = (way: "undo" | "redo", of = job) => turnJob(shop, of, shop.userId, way);
    for (const [way, back] of [["undo", "redo"], ["redo", "undo"]] as const) {
      await refuseTurns(shop);
      await assert.rejects(turn(way), /not now/);
      await shop.sql`drop trigger refuse on job_effects`;
      await assert.rejects(turn(way), conflict(way === "undo" ? "JOB_UNDONE" : "JOB_NOT_UNDONE"));
      await turn(back);
      assert.deepEqual((await seen(shop)).rest, way === "undo" ? made.rest : before.rest);
      await turn(way);
    }
    assert.deepEqual(await seen(shop), made);
    await turn("undo");
    await turn("undo", first);
    assert.deepEqual((await seen(shop)).rest.tracks, []);
  });
});

Deno.test("such an undo whose log was folded meanwhile stays undone, and says that it cannot be redone", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [play] });
    jobs.work();
    const job = await run(shop, jobs, 80);
    await refuseTurns(shop);
    await assert.rejects(turnJob(shop, job, shop.userId, "undo"), /not now/);
    await shop.sql`drop trigger refuse on job_effects`;
    await compact(shop.sql, shop.projectId);
    await assert.rejects(turnJob(shop, job, shop.userId, "redo"), conflict("NOTHING_TO_UNDO"));
    assert.deepEqual((await shop.document()).tracks, []);
  });
});

Deno.test("a job that changed nothing cannot be undone", async () => {
  await withWorkshop(async (shop) => {
    const idle = anyKind({ kind: "play", input: z.unknown(), run: () => Promise.resolve(null) });
    const jobs = await shop.jobs({ kinds: [idle] });
    jobs.work();
    const job = await run(shop, jobs, 80);
    const undo = turnJob(shop, job, shop.userId, "undo");
    await assert.rejects(undo, conflict("NOTHING_TO_UNDO"));
  });
});

async function refuseTurns({ sql }: Workshop): Promise<void> {
  await sql`create or replace function refuse() returns trigger language plpgsql as
    $$ begin raise 'not now'; end $$`;
  await sql`create trigger refuse before update on job_effects
    for each row execute function refuse()`;
}
