import { strict as assert } from "node:assert";
import { dirname, join } from "node:path";
import { inFolder, sweepFolders } from "./work_folder.ts";

const DAY_MS = 24 * 3600_000;

Deno.test("a folder is there for the work and gone after it, also when it fails", async () => {
  let path = "";
  await assert.rejects(inFolder(async (folder) => {
    path = folder;
    await Deno.writeTextFile(join(folder, "half"), "of it");
    throw new Error("killed");
  }));
  await assert.rejects(Deno.lstat(path), Deno.errors.NotFound);
});

Deno.test("what a killed process has left behind goes a day after; younger and other folders stay", async () => {
  const others = await Deno.makeTempDir({ prefix: "media-" });
  try {
    await inFolder(async (young) => {
      const old = join(dirname(young), `sonic-alchemy-media-test-${crypto.randomUUID()}`);
      await Deno.mkdir(join(old, "inside"), { recursive: true });
      const longAgo = new Date(Date.now() - 2 * DAY_MS);
      await Deno.utime(others, longAgo, longAgo);
      await Deno.utime(old, longAgo, longAgo);
      assert.ok(await sweepFolders(Date.now()) >= 1);
      await assert.rejects(Deno.lstat(old), Deno.errors.NotFound);
      await Deno.lstat(young);
      await Deno.lstat(others);
    });
  } finally {
    await Deno.remove(others);
  }
});
