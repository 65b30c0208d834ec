import { silentLog } from "../services/log.ts";
import assert from "node:assert/strict";
import { z } from "zod";
import type { RoomMessage } from "../collab/rooms.ts";
import { roots } from "../collab/document/schema.ts";
import { finishJob, type JobRow, type JobRowStatus, renewLease } from "../db/jobs.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import { backoffMs } from "./failure.ts";
import { anyKind, JobError, type JobKind } from "./job_kind.ts";
import type { Jobs } from "./jobs.ts";

const nothing = z.strictObject({});
const soon = () => 20;

/** A kind made for one test. */
function kindOf(
  kind: string,
  run: JobKind<unknown, unknown>["run"],
  more: Partial<JobKind<unknown, unknown>> = {},
) {
  return anyKind({ kind, input: z.unknown(), run, ...more });
}

function startOf(shop: Workshop, kind: string, input: unknown = {}, afterJobId?: string) {
  const { projectId, canvasId, userId } = shop;
  return { kind, projectId, canvasId, createdBy: userId, input, afterJobId };
}

/** Waits for the row to get there, and fails when it ends elsewhere. */
function reaches(jobs: Jobs, id: string, status: JobRowStatus): Promise<JobRow> {
  return until(`job ${id} to be ${status}`, async () => {
    const row = (await jobs.get(id))!;
    if (row.finished_at && row.status !== status) {
      throw new Error(`it is ${row.status}: ${JSON.stringify(row.error)}`);
    }
    return row.status === status && row;
  }, { everyMs: 10 });
}

interface Step {
  readonly name: string;
  readonly fails?: boolean;
  readonly waits?: boolean;
  readonly hangs?: boolean;
}

/** Ends when the signal does, as ffmpeg and Workers do. */
function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

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

Deno.test("a transient failure is tried again after a growing wait, a lasting one is not", async (t) => {
  await withWorkshop(async (shop) => {
    const waits: number[] = [];
    const noted = (attempts: number) => {
      waits.push(attempts);
      return 10;
    };
    const failing = kindOf("fail", ({ job }, input) => {
      const { times, error } = input as { times: number; error: string };
      if (job.attempts > times) return Promise.resolve("at last");
      if (error === "bug") throw new Error("a secret of the house");
      throw new JobError("NO_LUCK", "No luck this time.", error === "transient");
    });
    const jobs = await shop.jobs({ kinds: [failing], backoffMs: noted });
    jobs.work();

    await t.step("twice unlucky, then done", async () => {
      const job = await jobs.start(startOf(shop, "fail", { times: 2, error: "transient" }));
      const row = await reaches(jobs, job.id, "succeeded");
      assert.deepEqual([row.attempts, row.result, row.error], [3, "at last", null]);
      assert.deepEqual(waits.splice(0), [1, 2]);
    });
    await t.step("always unlucky: failed after the last attempt, with the cause", async () => {
      const job = await jobs.start(startOf(shop, "fail", { times: 9, error: "transient" }));
      const row = await reaches(jobs, job.id, "failed");
      assert.equal(row.attempts, row.max_attempts);
      const error = { code: "NO_LUCK", message: "No luck this time.", transient: true };
      assert.deepEqual(row.error, error);
      await jobs.idle();
      const entry = (await shop.document()).jobs.find(({ id }) => id === job.id)!;
      assert.deepEqual([entry.status, entry.error], ["failed", "No luck this time."]);
    });
    await t.step("a lasting failure: once", async () => {
      const job = await jobs.start(startOf(shop, "fail", { times: 9, error: "lasting" }));
      const row = await reaches(jobs, job.id, "failed");
      assert.deepEqual([row.attempts, row.error?.transient], [1, false]);
    });
    await t.step("our own bug: told without its details, which the log has", async () => {
      const job = await jobs.start(startOf(shop, "fail", { times: 9, error: "bug" }));
      const row = await reaches(jobs, job.id, "failed");
      assert.equal(row.error?.code, "INTERNAL");
      assert.ok(!JSON.stringify(row.error).includes("secret"));
      assert.ok(shop.logged.some((line) => line.includes("a secret of the house")));
    });
  });
});

Deno.test("the waits grow fourfold from about a second", () => {
  for (const [attempts, about] of [[1, 1000], [2, 4000], [3, 16_000]] as const) {
    const wait = backoffMs(attempts);
    assert.ok(wait >= about * 0.8 && wait <= about * 1.2, `${wait} ms after ${attempts}`);
  }
});

Deno.test("a job waits for the one before it", async (t) => {
  await withWorkshop(async (shop) => {
    const order: string[] = [];
    const go = Promise.withResolvers<void>();
    const kind = kindOf("step", async ({ signal }, input) => {
      const { name, fails, waits, hangs } = input as Step;
      if (hangs) await untilStopped(signal);
      if (waits) await go.promise;
      order.push(name);
      if (fails) throw new JobError("BROKEN", "It is broken.");
      return name;
    });
    const jobs = await shop.jobs({ kinds: [kind], backoffMs: soon });
    jobs.work();
    const start = (input: object, after?: string) =>
      jobs.start(startOf(shop, "step", input, after));

    await t.step("runs after it has succeeded", async () => {
      const first = await start({ name: "first", waits: true });
      const second = await start({ name: "second" }, first.id);
      await reaches(jobs, first.id, "running");
      assert.equal((await jobs.get(second.id))?.status, "queued");
      go.resolve();
      await reaches(jobs, second.id, "succeeded");
      assert.deepEqual(order.splice(0), ["first", "second"]);
    });
    await t.step(
      "fails with the cause when it failed, and so does what waits for that",
      async () => {
        const first = await start({ name: "first", fails: true });
        const second = await start({ name: "second" }, first.id);
        const third = await start({ name: "third" }, second.id);
        assert.equal((await reaches(jobs, second.id, "failed")).error?.code, "EARLIER_JOB_FAILED");
        assert.equal((await reaches(jobs, third.id, "failed")).error?.code, "EARLIER_JOB_FAILED");
        await jobs.idle();
        const entries = (await shop.document()).jobs.filter(({ id }) => id === third.id);
        assert.match(entries[0]!.error!, /step before this one failed/);
        assert.deepEqual(order.splice(0), ["first"]);
      },
    );
    await t.step("a retry of the last runs the whole chain again", async () => {
      const first = await start({ name: "first", fails: true });
      const second = await start({ name: "second" }, first.id);
      await reaches(jobs, second.id, "failed");
      await shop.sql`update jobs set input = '{"name":"mended"}' where id = ${first.id}`;
      order.length = 0;
      assert.equal((await jobs.retry(second.id)).id, second.id);
      await reaches(jobs, second.id, "succeeded");
      assert.deepEqual(order.splice(0), ["mended", "second"]);
    });
    await t.step("fails with the cause when it was cancelled", async () => {
      const first = await start({ name: "first", hangs: true });
      const second = await start({ name: "second" }, first.id);
      await reaches(jobs, first.id, "running");
      await jobs.cancel(first.id);
      assert.equal((await reaches(jobs, second.id, "failed")).error?.code, "EARLIER_JOB_CANCELLED");
      assert.equal((await jobs.get(first.id))?.status, "cancelled");
    });
  });
});

Deno.test("cancelling", async (t) => {
  await withWorkshop(async (shop) => {
    const stopped: unknown[] = [];
    const kind = kindOf("long", async ({ signal, stage }) => {
      await stage("waiting for ever", 0.1);
      await untilStopped(signal).catch((reason) => {
        stopped.push(reason.reason);
        throw reason;
      });
    });
    const bells = [
      createPostgresDoorbell(shop.sql, silentLog),
      createPostgresDoorbell(shop.sql, silentLog),
    ] as const;
    const worker = await shop.jobs({ kinds: [kind], doorbell: bells[0], concurrency: 1 });
    const web = await shop.jobs({ kinds: [kind], doorbell: bells[1] });

    await t.step("a waiting job: at once, and it never runs", async () => {
      const job = await worker.start(startOf(shop, "long"));
      assert.equal((await worker.cancel(job.id)).status, "cancelled");
      assert.equal(
        (await shop.document()).jobs.find(({ id }) => id === job.id)?.status,
        "cancelled",
      );
      assert.equal((await worker.cancel(job.id)).status, "cancelled", "again is no error");
    });
    worker.work();
    await t.step("a running job: its signal is aborted", async () => {
      const job = await worker.start(startOf(shop, "long"));
      await reaches(worker, job.id, "running");
      await worker.cancel(job.id);
      const row = await reaches(worker, job.id, "cancelled");
      assert.deepEqual([row.error, row.result, row.attempts], [null, null, 1]);
      assert.deepEqual(stopped.splice(0), ["cancelled"]);
    });
    await t.step("from another process, well before the next heartbeat", async () => {
      const job = await web.start(startOf(shop, "long"));
      await reaches(web, job.id, "running");
      const askedAt = performance.now();
      assert.equal((await web.cancel(job.id)).status, "running");
      await reaches(web, job.id, "cancelled");
      assert.ok(performance.now() - askedAt < 1000);
      await worker.idle();
      assert.equal(
        (await shop.document()).jobs.find(({ id }) => id === job.id)?.status,
        "cancelled",
      );
    });
    await t.step("what is over: 409; what is not there: 404", async () => {
      await shop.sql`update jobs set status = 'succeeded'`;
      const { rows } = await web.list(shop.projectId, { page: 1, limit: 1 });
      await assert.rejects(web.cancel(rows[0]!.id), { status: 409 });
      await assert.rejects(web.retry(rows[0]!.id), { status: 409 });
      await assert.rejects(web.cancel(crypto.randomUUID()), { status: 404 });
      await assert.rejects(web.retry(crypto.randomUUID()), { status: 404 });
    });
  });
});

Deno.test("a cancelled job can be retried", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [kindOf("make", () => Promise.resolve("made"))] });
    const job = await jobs.start(startOf(shop, "make"));
    await jobs.cancel(job.id);
    jobs.work();
    await jobs.retry(job.id);
    const row = await reaches(jobs, job.id, "succeeded");
    assert.deepEqual([row.result, row.cancel_requested_at, row.attempts], ["made", null, 1]);
    await jobs.idle();
    assert.equal((await shop.document()).jobs[0]?.status, "succeeded");
  });
});

Deno.test("a worker that lost its lease stops, and writes nothing over the one that has it", async () => {
  await withWorkshop(async (shop) => {
    const stopped = Promise.withResolvers<unknown>();
    const kind = kindOf("slow", async ({ signal }) => {
      await untilStopped(signal).catch((reason) => stopped.resolve(reason.reason));
      return "too late";
    });
    const jobs = await shop.jobs({ kinds: [kind], leaseSeconds: 0.3 });
    jobs.work();
    const job = await jobs.start(startOf(shop, "slow"));
    await reaches(jobs, job.id, "running");
    const other = { id: job.id, owner: crypto.randomUUID(), attempts: 2 };
    await shop.sql`update jobs set lease_owner = ${other.owner}, attempts = 2 where id = ${job.id}`;
    await renewLease(shop.sql, other, 60);

    assert.equal(await stopped.promise, "lease lost");
    await jobs.close();
    const row = (await jobs.get(job.id))!;
    assert.deepEqual([row.status, row.lease_owner, row.result], ["running", other.owner, null]);
    const done = { status: "succeeded", result: 2, engine: "local" } as const;
    assert.equal((await finishJob(shop.sql, other, done))?.status, "succeeded");
  });
});

Deno.test("a job whose worker went silent is found and runs again; that is no failure of its, but for so many times", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ kinds: [kindOf("make", () => Promise.resolve("made"))] });
    const [lost, doomed, dropped] = await Promise.all(
      [1, 2, 3].map(() => jobs.start(startOf(shop, "make"))),
    );
    await shop.sql`
      update jobs set status = 'running', attempts = 1, lease_owner = gen_random_uuid(),
        lease_until = now() - interval '1 second'`;
    await shop.sql`update jobs set attempts = 6, losses = 5 where id = ${lost!.id}`;
    await shop.sql`update jobs set attempts = 10, losses = 9 where id = ${doomed!.id}`;
    await shop.sql`update jobs set cancel_requested_at = now() where id = ${dropped!.id}`;
    jobs.work();
    assert.equal((await reaches(jobs, lost!.id, "succeeded")).attempts, 7);
    assert.equal((await reaches(jobs, doomed!.id, "failed")).error?.code, "WORKER_LOST");
    await reaches(jobs, dropped!.id, "cancelled");
  });
});

Deno.test("a job that takes too long is stopped and tried again", async () => {
  await withWorkshop(async (shop) => {
    const kind = kindOf("hang", async ({ job, signal }) => {
      return job.attempts === 1 ? await untilStopped(signal) : "quick";
    }, { timeoutSeconds: 0.1 });
    const jobs = await shop.jobs({ kinds: [kind], backoffMs: soon });
    jobs.work();
    const job = await jobs.start(startOf(shop, "hang"));
    const row = await reaches(jobs, job.id, "succeeded");
    assert.deepEqual([row.attempts, row.result], [2, "quick"]);
  });
});

Deno.test("closing gives back what runs, at no cost of an attempt", async () => {
  await withWorkshop(async (shop) => {
    const first = await shop.jobs({
      kinds: [kindOf("make", ({ signal }) => untilStopped(signal))],
    });
    first.work();
    const job = await first.start(startOf(shop, "make"));
    await reaches(first, job.id, "running");
    await first.close();
    const left = (await first.get(job.id))!;
    assert.deepEqual([left.status, left.attempts, left.lease_owner], ["queued", 0, null]);
    assert.equal((await shop.document()).jobs[0]?.status, "queued");

    const second = await shop.jobs({ kinds: [kindOf("make", () => Promise.resolve("made"))] });
    second.work();
    assert.equal((await reaches(second, job.id, "succeeded")).attempts, 1);
  });
});

Deno.test("a job's edit is applied once, however often the job runs", async () => {
  await withWorkshop(async (shop) => {
    const kind = kindOf("write", async ({ job, applyOnce, checkpoint, deps }) => {
      const begun = job.result as { text: string } | null;
      const result = begun ?? { text: `written by attempt ${job.attempts}\n` };
      if (!begun) await deps.sql.begin((tx) => checkpoint(tx, result));
      await applyOnce((doc) => doc.getText("lyrics").insert(0, result.text));
      if (job.attempts < 3) throw new JobError("CRASH", "Right after the edit.", true);
      return result;
    });
    const jobs = await shop.jobs({ kinds: [kind], backoffMs: soon });
    jobs.work();
    const job = await jobs.start(startOf(shop, "write"));
    const row = await reaches(jobs, job.id, "succeeded");
    assert.equal(row.attempts, 3);
    assert.equal((await shop.document()).lyrics, "written by attempt 1\n");
    assert.deepEqual(row.result, { text: "written by attempt 1\n" });
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
