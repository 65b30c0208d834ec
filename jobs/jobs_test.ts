import assert from "node:assert/strict";
import { z } from "zod";
import { silentLog } from "../services/log.ts";
import type { RoomMessage } from "../collab/rooms.ts";
import { roots } from "../collab/document/schema.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";
import { until } from "../tests/fixtures/until.ts";
import { type JobRow } from "../db/jobs.ts";
import { anyKind } from "./job_kind.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { kindOf, reaches, startOf } from "../tests/fixtures/job_kinds.ts";

const nothing = z.strictObject({});

Deno.test("a job runs, reports its stages into row and room, and keeps its result", async () => {
  await withWorkshop(async (shop) => {
    const seen: string[] = [];
    const go = Promise.withResolvers<void>();
    const kind = kindOf("make", async ({ stage, progress }, input) => {
      await stage("first", 0.1);
      progress(0.2);
      await go.promise;
      await stage("second", 0.5);
      return { made: input };
    }, { engineOf: () => "hand" });
    const jobs = await shop.jobs({ kinds: [kind] });
    jobs.work();
    const { id } = await jobs.start(startOf(shop, "make", { what: "noise" }));

    await until("the stage in the room", async () => {
      const job = (await shop.document()).jobs.find((job) => job.id === id);
      if (job) seen.push(`${job.status} ${job.stage}`);
      return job?.stage === "first";
    }, { everyMs: 5 });
    const running = await reaches(jobs, id, "running");
    assert.equal(running.stage, "first");
    go.resolve();
    const row = await reaches(jobs, id, "succeeded");
    await jobs.idle();

    assert.deepEqual(row.result, { made: { what: "noise" } });
    assert.deepEqual([row.engine, row.stage, row.progress], ["hand", "done", 1]);
    assert.equal(row.attempts, 1);
    assert.ok(row.finished_at! >= row.started_at!);
    const entry = (await shop.document()).jobs.find((job) => job.id === id)!;
    assert.deepEqual(
      { status: entry.status, stage: entry.stage, by: entry.by, canvas: entry.canvas },
      { status: "succeeded", stage: "done", by: shop.userId, canvas: shop.canvasId },
    );
    assert.equal(entry.error, null);
  });
});

Deno.test("fine progress is told a few times a second and never logged; stages are told at once", async () => {
  await withWorkshop(async (shop) => {
    const told: RoomMessage[] = [];
    const rooms = {
      ...shop.rooms,
      tell: (_project: string, message: RoomMessage) => void told.push(message),
    };
    const kind = kindOf("busy", async ({ stage, progress }) => {
      await stage("count", 0);
      for (let i = 0; i < 1000; i++) progress(i / 1000);
      await shop.sql`select pg_sleep(0.25)`;
      progress(0.999);
      await stage("rest", 1);
    });
    const jobs = await shop.jobs({ kinds: [kind], rooms });
    jobs.work();
    const { id } = await jobs.start(startOf(shop, "busy"));
    await jobs.idle();
    const [logged] = await shop.sql`select count(*) as n from doc_updates where job_id = ${id}`;
    assert.ok(logged!.n <= 5, `${logged!.n} updates: waiting, starting, two stages, done`);
    const progress = (stage: string, progress: number) =>
      ({ type: "job.progress", job: id, stage, progress }) as const;
    assert.deepEqual(told, [
      progress("count", 0),
      progress("count", 0.999),
      progress("rest", 1),
      { type: "job.done", job: id, status: "succeeded" },
    ]);
  });
});

Deno.test("a job may have nothing to say", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [kindOf("hush", () => Promise.resolve(undefined))] });
    jobs.work();
    const { id } = await jobs.start(startOf(shop, "hush"));
    assert.equal((await reaches(jobs, id, "succeeded")).result, null);
  });
});

Deno.test("an input that does not fit is 422 and starts nothing", async () => {
  await withWorkshop(async (shop) => {
    const kind = anyKind({ kind: "strict", input: nothing, run: () => Promise.resolve({}) });
    const jobs = await shop.jobs({ kinds: [kind] });
    await assert.rejects(jobs.start(startOf(shop, "strict", { surprise: 1 })), { status: 422 });
    assert.equal((await jobs.list(shop.projectId, { page: 1, limit: 10 })).total, 0);
    assert.deepEqual((await shop.document()).jobs, []);
  });
});

Deno.test("two workers take 200 jobs, each once, and never more at once than they may", async () => {
  await withWorkshop(async (shop) => {
    const ran: string[] = [];
    const atOnce = [0, 0];
    const most = [0, 0];
    const workers = await Promise.all([0, 1].map((n) => {
      const kind = kindOf("count", async ({ job }) => {
        ran.push(job.id);
        most[n] = Math.max(most[n]!, ++atOnce[n]!);
        await shop.sql`select pg_sleep(0.002)`;
        atOnce[n]!--;
        return n;
      });
      const doorbell = createPostgresDoorbell(shop.sql, silentLog);
      return shop.jobs({ kinds: [kind], concurrency: 3, doorbell });
    }));
    const started = await Promise.all(
      Array.from({ length: 200 }, () => workers[0]!.start(startOf(shop, "count"))),
    );
    for (const worker of workers) worker.work();
    await workers[0]!.idle();

    assert.equal(ran.length, 200);
    assert.deepEqual(new Set(ran), new Set(started.map(({ id }) => id)));
    assert.ok(most[0]! <= 3 && most[1]! <= 3, `${most} at once`);
    const rows = await shop.sql<JobRow[]>`select * from jobs`;
    assert.ok(rows.every((row) => row.status === "succeeded" && row.attempts === 1));
    const byWorker = rows.filter((row) => row.result === 1).length;
    assert.ok(byWorker > 20 && byWorker < 180, `the second worker did ${byWorker}`);
  });
});

Deno.test("jobs of a day ago leave the room; their rows stay", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [kindOf("make", () => Promise.resolve(1))] });
    jobs.work();
    const old = await jobs.start(startOf(shop, "make"));
    await jobs.idle();
    await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
      roots(doc).jobs.get(old.id)!.set(
        "finished_at",
        Date.now() - 864e5 - 1,
      );
    });
    const fresh = await jobs.start(startOf(shop, "make"));
    await jobs.idle();
    assert.deepEqual((await shop.document()).jobs.map(({ id }) => id), [fresh.id]);
    assert.equal((await jobs.list(shop.projectId, { page: 1, limit: 10 })).total, 2);
  });
});
