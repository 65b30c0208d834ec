import assert from "node:assert/strict";
import { join } from "node:path";
import { createLog } from "../log.ts";
import { FfmpegError, findFfmpeg, guardInputs } from "./ffmpeg.ts";
import { locateFfmpeg } from "./ffmpeg_binary.ts";

const ENDLESS = ["-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-"];

Deno.test("ffmpeg: every input may read files and pipes only", () => {
  assert.deepEqual(
    guardInputs(["-i", "a", "-i", "b", "out"]),
    ["-protocol_whitelist", "file,pipe", "-i", "a", "-protocol_whitelist", "file,pipe", "-i", "b"]
      .concat("out"),
  );
});

Deno.test("ffmpeg: a play list that points to the network is refused", async () => {
  const ffmpeg = await findFfmpeg({});
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let visited = false;
  const accepted = listener.accept().then((connection) => {
    visited = true;
    connection.close();
  }, () => {});
  const address = `http://127.0.0.1:${listener.addr.port}/a.wav`;
  await assert.rejects(ffmpeg.run(["-i", address, "-f", "null", "-"]), FfmpegError);
  const list = new TextEncoder().encode(`ffconcat version 1.0\nfile '${address}'\n`);
  await assert.rejects(
    ffmpeg.run(["-f", "concat", "-safe", "0", "-i", "pipe:0", "-f", "null", "-"], { stdin: list }),
    FfmpegError,
  );
  listener.close();
  await accepted;
  assert.equal(visited, false);
});

Deno.test("ffmpeg: a failure tells the exit code and the last words", async () => {
  const ffmpeg = await findFfmpeg({});
  const error = await ffmpeg.run(["-i", "/no/such/file", "-f", "null", "-"]).catch((e) => e);
  assert(error instanceof FfmpegError);
  assert.equal(error.failure, "exit");
  assert.equal(error.exitCode, 1);
  assert.match(error.stderrTail, /No such file/);
});

Deno.test("ffmpeg: a run that takes too long is stopped", async () => {
  const ffmpeg = await findFfmpeg({});
  await assert.rejects(ffmpeg.run(ENDLESS, { timeoutMs: 300 }), { failure: "timeout" });
});

Deno.test("ffmpeg: a run that writes too much is stopped", async () => {
  const ffmpeg = await findFfmpeg({});
  await assert.rejects(
    ffmpeg.run(["-f", "lavfi", "-i", "anullsrc", "-f", "s16le", "pipe:1"], {
      maxOutputBytes: 100_000,
    }),
    { failure: "output-too-large" },
  );
});

Deno.test("ffmpeg: abort ends the process and rejects with AbortError", async () => {
  const ffmpeg = await findFfmpeg({});
  const controller = new AbortController();
  const run = ffmpeg.run(ENDLESS, { signal: controller.signal });
  controller.abort();
  await assert.rejects(run, { name: "AbortError" });
  await assert.rejects(ffmpeg.run(["-version"], { signal: controller.signal }), {
    name: "AbortError",
  });
});

Deno.test("ffmpeg: its folder is gone afterwards, also after a failure", async () => {
  const ffmpeg = await findFfmpeg({});
  let seen = "";
  await assert.rejects(
    ffmpeg.inFolder(async (folder) => {
      seen = folder;
      await Deno.writeTextFile(join(folder, "a"), "a");
      throw new RangeError("work failed");
    }),
    RangeError,
  );
  await assert.rejects(Deno.stat(seen), Deno.errors.NotFound);
});

Deno.test("ffmpeg: the configured file comes first, and a wrong one is an error", async () => {
  const onPath = await locateFfmpeg();
  assert(onPath !== undefined);
  assert.deepEqual(await locateFfmpeg(onPath.path), { path: onPath.path, source: "configured" });
  await assert.rejects(locateFfmpeg("/no/such/ffmpeg"), /FFMPEG_PATH names no file/);
});

Deno.test("ffmpeg: without one on PATH the npm binary works, and the log warns", async () => {
  const lines: string[] = [];
  const dataDir = await Deno.makeTempDir();
  const without = { dataDir, searchPath: join(dataDir, "no-such-folder") };
  try {
    const log = createLog("info", (line) => lines.push(line));
    const ffmpeg = await findFfmpeg(without, log);
    assert.equal(ffmpeg.source, "bundled");
    assert.equal(ffmpeg.path, join(dataDir, "ffmpeg", "ffmpeg"));
    assert.deepEqual(await findFfmpeg(without).then(({ path }) => path), ffmpeg.path);
    const { stdout } = await ffmpeg.run(["-version"]);
    assert.match(new TextDecoder().decode(stdout), /^ffmpeg version/);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
  assert.match(lines.join(), /"level":"warn".*ffmpeg-installer/);
});
