/** A job may wait for another. */
import assert from "node:assert/strict";
import { JobError } from "./job_kind.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { kindOf, reaches, startOf, untilStopped } from "../tests/fixtures/job_kinds.ts";

const soon = () => 20;

interface Step {
  readonly name: string;
  readonly fails?: boolean;
  readonly waits?: boolean;
  readonly hangs?: boolean;
}

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
