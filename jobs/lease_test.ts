/** Who runs a job holds it for a while; who is gone, or takes too long, lets go of it. */
import assert from "node:assert/strict";
import { finishJob, renewLease } from "../db/jobs.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { kindOf, reaches, startOf, untilStopped } from "../tests/fixtures/job_kinds.ts";

const soon = () => 20;

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
