/** kill -9: what was acknowledged is there, and a job under way is finished after the restart. */
import assert from "node:assert/strict";
import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";
import { client, signUp, uploadImage } from "../fixtures/client.ts";
import { Line } from "../fixtures/line.ts";
import { photo } from "../fixtures/photos.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";

Deno.test("an edit acknowledged right before kill -9 is there after the restart", async () => {
  const first = await startServer();
  try {
    const who = await signUp(first.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "kept" });
    const doc = new Y.Doc();
    const line = new Line(`${first.url.replace("http", "ws")}/collab`);
    const provider = new HocuspocusProvider({
      websocketProvider: line,
      name: `project/${id}`,
      token: who.token,
      document: doc,
    });
    provider.attach();
    line.connect();
    await until("the first sync", () => provider.isSynced);
    for (let n = 0; n < 5; n++) doc.getText("lyrics").insert(0, `line ${n}\n`);
    await until("the acknowledgement", () => !provider.hasUnsyncedChanges, { everyMs: 1 });
    await first.kill();
    provider.destroy();
    await line.end();

    const second = await startServer({ dataDir: first.dataDir });
    const again = client(second.url, who.user, who.token);
    const document = await again.json<{ lyrics: unknown }>(200, "GET", `/projects/${id}/document`);
    assert.match(JSON.stringify(document.lyrics), /line 4.*line 3.*line 2.*line 1.*line 0/);
    await second.stop();
  } finally {
    await removeData(first.dataDir);
  }
});

Deno.test("a compose job killed with its process runs again and its tracks arrive once", async () => {
  const first = await startServer();
  try {
    const who = await signUp(first.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "killed" });
    const listed = await who.json<{ canvases: { id: string }[] }>(
      200,
      "GET",
      `/projects/${id}/canvases`,
    );
    const canvas = listed.canvases[0]!.id;
    const uploaded = await uploadImage(who, canvas, await photo("Dune.jpg"));
    assert.equal(uploaded.status, 201, await uploaded.text());
    const options = { duration_seconds: 60, seed: 11 };
    const job = await who.json<{ id: string }>(202, "POST", `/canvases/${canvas}/music`, options);
    await until("the middle of rendering", async () => {
      const { status, progress } = await who.json<{ status: string; progress: number }>(
        200,
        "GET",
        `/jobs/${job.id}`,
      );
      return status === "running" && progress > 0.2;
    });
    await first.kill();

    const second = await startServer({ dataDir: first.dataDir });
    const again = client(second.url, who.user, who.token);
    const done = await again.job(job.id);
    assert.equal(done.status, "succeeded", JSON.stringify(done.error));
    assert.equal(done.attempts, 2);
    const document = await again.json<{ tracks: { id: string; kind: string; job: string }[] }>(
      200,
      "GET",
      `/projects/${id}/document`,
    );
    const mixes = document.tracks.filter((track) => track.kind === "mix");
    assert.equal(mixes.length, 1);
    assert.ok(document.tracks.every((track) => track.job === job.id));
    assert.deepEqual(
      document.tracks.map((track) => track.id).sort(),
      [...(done.result!.track_ids as string[])].sort(),
    );
    await second.stop();
  } finally {
    await removeData(first.dataDir);
  }
});
