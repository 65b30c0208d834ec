/** Jobs that nobody wants any more. */
import assert from "node:assert/strict";
import { silentLog } from "../services/log.ts";
import { createPostgresDoorbell } from "./postgres_doorbell.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { kindOf, reaches, startOf, untilStopped } from "../tests/fixtures/job_kinds.ts";

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
