import assert from "node:assert/strict";
import { laidTake, withApp } from "../tests/fixtures/app.ts";

Deno.test("an export starts as a job, and is refused with a reason where it cannot be", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    await laidTake(app, song, ada.id);
    const path = `/projects/${song}/exports`;
    assert.deepEqual((await ada.json(200, "GET", path)).exports, []);
    const wish = { kind: "mix", format: "mp3", target_lufs: -16 };
    const answer = await ada.call("POST", path, wish);
    const job = await answer.json();
    assert.equal(answer.headers.get("location"), `/api/v1/jobs/${job.id}`);
    assert.deepEqual([answer.status, job.kind, job.status], [202, "export", "queued"]);
    const { exports: [one], total } = await ada.json(200, "GET", path);
    assert.deepEqual(
      [total, one.id, one.kind, one.format, one.target_lufs, one.status, one.file],
      [1, job.id, "mix", "mp3", -16, "queued", null],
    );
    const { jobs } = await ada.json(200, "GET", `/projects/${song}/document`);
    assert.equal(jobs[0].kind, "export", "everybody in the room sees it");

    const wrong: [unknown, string, RegExp][] = [
      [{ kind: "mix", format: "zip" }, "format", /wav, mp3 or flac/],
      [{ kind: "stems", format: "wav" }, "format", /zip/],
      [{ kind: "midi", format: "mp3" }, "format", /mid/],
      [{ kind: "lyrics", format: "mid" }, "format", /txt or lrc/],
      [{ kind: "bundle", format: "zip" }, "kind", /cannot be exported here yet/],
      [{ kind: "mix", format: "ogg" }, "format", /./],
      [{ kind: "song", format: "wav" }, "kind", /./],
      [{ kind: "mix" }, "format", /./],
      [{ kind: "stems", format: "zip", target_lufs: -14 }, "target_lufs", /only for a mix/],
      [{ kind: "mix", format: "wav", target_lufs: 0 }, "target_lufs", /./],
      [{ kind: "mix", format: "wav", loud: true }, "loud", /./],
    ];
    for (const [body, field, message] of wrong) {
      const { error } = await ada.json(422, "POST", path, body);
      const found = error.details.fields.find((one: { field: string }) => one.field === field);
      assert.match(found?.message ?? "", message, JSON.stringify(body));
    }
    assert.equal((await ada.json(200, "GET", path)).total, 1);
  }));
