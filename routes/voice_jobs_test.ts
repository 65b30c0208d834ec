import assert from "node:assert/strict";
import { uuidv7 } from "../services/ids.ts";
import { laidTake, withApp } from "../tests/fixtures/app.ts";
import { takeForm, toneWav } from "../tests/fixtures/tones.ts";

Deno.test("jobs on a take start only with what makes sense, and say what does not", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    const take = await laidTake(app, song, ada.id);
    const job = await ada.json(202, "POST", `/recordings/${take}/process`, {
      pitch_correction: { strength: 0.8, scale: "chromatic" },
    });
    assert.deepEqual([job.kind, job.status, job.project_id], ["voice.process", "queued", song]);
    const document = await ada.json(200, "GET", `/projects/${song}/document`);
    assert.equal(document.jobs[0].recording, take);

    const wrong: [string, unknown, string][] = [
      ["process", {}, ""],
      ["process", { pitch_correction: { strength: 2 } }, "pitch_correction.strength"],
      ["process", { pitch_correction: { strength: 1, key: "H" } }, "pitch_correction.key"],
      ["process", { timing: { strength: 1, grid: "1/3" } }, "timing.grid"],
      ["process", { timing: { strength: 1, grid: "1/8" } }, "timing.tempo_bpm"],
      ["process", { breath_control: { strength: 1 }, seed: 1 }, "seed"],
      ["style", {}, "style"],
      ["style", { style: "polka" }, "style"],
      ["style", { style: "match" }, "reference_asset_id"],
      ["style", { style: "jazz", reference_asset_id: uuidv7() }, "reference_asset_id"],
      ["style", { style: "jazz", reference_asset_id: "https://x/y.wav" }, "reference_asset_id"],
      ["harmonies", { parts: 5 }, "parts"],
      ["harmonies", { parts: 2, scale: "chromatic" }, "scale"],
    ];
    for (const [what, body, field] of wrong) {
      const { error } = await ada.json(422, "POST", `/recordings/${take}/${what}`, body);
      const fields = error.details.fields.map((one: { field: string }) => one.field);
      assert.ok(fields.includes(field), `${what} ${JSON.stringify(body)}: ${fields}`);
    }
    const away = { version: uuidv7(), style: "jazz" };
    await ada.json(404, "POST", `/recordings/${take}/style`, away);
    await ada.json(404, "POST", `/recordings/${uuidv7()}/style`, { style: "jazz" });
    const { error } = await ada.json(409, "POST", `/recordings/${take}/transcribe`);
    assert.equal(error.code, "ENGINE_UNAVAILABLE");
  }));

Deno.test("a reference is a recording of the same project, or there is none", () =>
  withApp(async (app) => {
    const [ada, eve] = [await app.signUp("ada"), await app.signUp("eve")];
    const song = async (who: typeof ada) =>
      (await who.json(201, "POST", "/projects", { title: "A song" })).id;
    const [mine, other, theirs] = [await song(ada), await song(ada), await song(eve)];
    const assetOf = async (who: typeof ada, id: string) =>
      (await who.json(200, "GET", `/recordings/${id}`)).asset_id;
    const take = await laidTake(app, mine, ada.id);
    const near = await assetOf(ada, await laidTake(app, mine, ada.id));
    const elsewhere = await assetOf(ada, await laidTake(app, other, ada.id));
    const foreign = await assetOf(eve, await laidTake(app, theirs, eve.id));
    const path = `/recordings/${take}/style`;
    await ada.json(202, "POST", path, { reference_asset_id: near });
    for (const reference_asset_id of [elsewhere, foreign, uuidv7()]) {
      await ada.json(404, "POST", path, { style: "match", reference_asset_id });
    }
    await eve.json(404, "POST", path, { reference_asset_id: foreign });
  }));

Deno.test("the pitch of a take is heard for whoever may see it", () =>
  withApp(async (app) => {
    const [ada, vic, eve] = [await app.signUp(), await app.signUp(), await app.signUp()];
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    await ada.json(201, "PUT", `/projects/${song}/members/${vic.id}`, { role: "viewer" });
    const form = takeForm(toneWav({ seconds: 1, hz: 220, sampleRate: 16_000 }));
    const take = await ada.json(201, "POST", `/projects/${song}/recordings`, form);
    const path = `/recordings/${take.id}/pitch`;
    const answer = await ada.call("GET", path);
    const pitch = await answer.json();
    assert.equal(answer.status, 200);
    assert.equal(pitch.hop_seconds, 0.01);
    const middle = pitch.f0_hz[50];
    assert.ok(Math.abs(middle - 220) < 1, `${middle} Hz`);
    assert.deepEqual([pitch.notes[0].name, Math.round(pitch.notes[0].midi)], ["A3", 57]);
    const known = { "if-none-match": answer.headers.get("etag")! };
    assert.equal((await vic.call("GET", path, undefined, known)).status, 304);
    await eve.json(404, "GET", path);
    await ada.json(404, "GET", `${path}?version=${uuidv7()}`);
    const gone = await laidTake(app, song, ada.id);
    await ada.json(404, "GET", `/recordings/${gone}/pitch`); // its file is not there
  }));
