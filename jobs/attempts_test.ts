/** A job that fails is tried again when that may help, and edits once all the same. */
import assert from "node:assert/strict";
import { backoffMs } from "./failure.ts";
import { JobError } from "./job_kind.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { kindOf, reaches, startOf } from "../tests/fixtures/job_kinds.ts";

const soon = () => 20;

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
