import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { addTake } from "../collab/document/recording_edits.ts";
import { uuidv7 } from "../services/ids.ts";
import { take } from "../tests/fixtures/deeds.ts";
import { type Person, withApp } from "../tests/fixtures/app.ts";
import { takeForm, toneWav } from "../tests/fixtures/tones.ts";

async function newSong(who: Person): Promise<string> {
  return (await who.json(201, "POST", "/projects", { title: "A song" })).id;
}

Deno.test("a take comes in, byte for byte, and lies on a track that everybody sees", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const song = await newSong(ada);
    const bytes = toneWav({ seconds: 1.5, sampleRate: 48_000, channels: 2 });
    const form = takeForm(bytes, { offset_seconds: "-0.25" }, "../My take.EXE");
    const answer = await ada.call("POST", `/projects/${song}/recordings`, form);
    assert.equal(answer.status, 201, await answer.clone().text());
    const made = await answer.json();
    assert.equal(answer.headers.get("location"), `/api/v1/recordings/${made.id}`);
    assert.deepEqual(
      [made.name, made.duration_seconds, made.sample_rate, made.channels, made.offset_seconds],
      ["Take 1", 1.5, 48_000, 2, -0.25],
    );
    assert.equal(made.sha256, createHash("sha256").update(bytes).digest("hex"));
    assert.ok(Math.abs(made.loudness_lufs - -11.2) < 0.4, `${made.loudness_lufs} LUFS`);
    assert.deepEqual(
      made.versions.map(({ id, label }: { id: string; label: string }) => [id, label]),
      [
        [made.id, "Original"],
      ],
    );
    for (
      const [asset, kind, type] of [
        [made.asset_id, "take", "audio/wav"],
        [made.listen_asset_id, "listen", "audio/flac"],
        [made.peaks_asset_id, "peaks", "application/octet-stream"],
      ]
    ) {
      const found = await ada.json(200, "GET", `/assets/${asset}`);
      assert.deepEqual([found.kind, found.content_type], [kind, type]);
      const url = new URL(found.url);
      const file = new Uint8Array(
        await (await app.request(url.pathname + url.search)).arrayBuffer(),
      );
      assert.equal(file.length, found.byte_length);
      if (kind === "take") assert.deepEqual(file, bytes);
    }
    const { tracks, recordings } = await ada.json(200, "GET", `/projects/${song}/document`);
    assert.deepEqual(
      [tracks[0].name, tracks[0].kind, tracks[0].source, tracks[0].start_seconds],
      ["Voice", "take", made.id, -0.25],
    );
    assert.equal(recordings[0].id, made.id);

    const second = await ada.json(
      201,
      "POST",
      `/projects/${song}/recordings`,
      takeForm(toneWav(), { name: "  Again ", stack: made.track_id }),
    );
    assert.deepEqual([second.name, second.track_id], ["Again", made.track_id]);
    const elsewhere = uuidv7();
    const long = `${"a very long name ".repeat(20)}.wav`;
    const third = await ada.json(
      201,
      "POST",
      `/projects/${song}/recordings`,
      takeForm(toneWav(), { stack: elsewhere }, long),
    );
    assert.equal(third.track_id, elsewhere, "its track was gone: it is made again");
    const page = await ada.json(200, "GET", `/projects/${song}/recordings?limit=2`);
    assert.deepEqual([page.total, page.recordings.length], [3, 2]);
    assert.deepEqual(page.recordings[0], await ada.json(200, "GET", `/recordings/${made.id}`));
  }));

Deno.test("a take is renamed, nudged and removed by its ETag; what was removed is unknown", () =>
  withApp(async (app) => {
    const [ada, eve] = [await app.signUp("ada"), await app.signUp("eve")];
    const song = await newSong(ada);
    const path = `/projects/${song}/recordings`;
    const { id } = await ada.json(201, "POST", path, takeForm(toneWav()));
    const tag = (await ada.call("GET", `/recordings/${id}`)).headers.get("etag")!;
    const wish = { name: "The one", offset_seconds: 0.125 };
    const change = (header: string) =>
      ada.call("PATCH", `/recordings/${id}`, wish, { "if-match": header });
    assert.equal((await change('"stale"')).status, 412);
    const changed = await (await change(tag)).json();
    assert.deepEqual([changed.name, changed.offset_seconds], ["The one", 0.125]);
    await ada.json(422, "PATCH", `/recordings/${id}`, { sha256: "x" });
    await ada.json(422, "PATCH", `/recordings/${id}`, { offset_seconds: 601 });
    for (
      const [method, at, body] of [
        ["GET", `/recordings/${id}`],
        ["PATCH", `/recordings/${id}`, wish],
        ["DELETE", `/recordings/${id}`],
        ["GET", path],
        ["POST", path, takeForm(toneWav())],
      ] as const
    ) await eve.json(404, method, at, body);
    const stale = await ada.call("DELETE", `/recordings/${id}`, undefined, { "if-match": tag });
    assert.equal(stale.status, 412);
    await ada.json(204, "DELETE", `/recordings/${id}`);
    await ada.json(404, "GET", `/recordings/${id}`);
    const { tracks, recordings } = await ada.json(200, "GET", `/projects/${song}/document`);
    assert.deepEqual([tracks, recordings], [[], []]);
    await ada.json(200, "GET", `/assets/${changed.asset_id}`); // its files stay until the purge
  }));

Deno.test("the same key sends the same take once; wrong fields are named", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const path = `/projects/${await newSong(ada)}/recordings`;
    const key = { "idempotency-key": "take-1" };
    const first = await ada.call("POST", path, takeForm(toneWav()), key);
    const again = await ada.call("POST", path, takeForm(toneWav()), key);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.deepEqual(await again.json(), await first.json());
    assert.equal((await ada.json(200, "GET", path)).total, 1);
    for (
      const [field, value] of [
        ["offset_seconds", "soon"],
        ["offset_seconds", "601"],
        ["offset_seconds", " "],
        ["name", "   "],
        ["stack", "the first"],
        ["id", uuidv7()],
      ] as const
    ) {
      const body = takeForm(toneWav(), { [field]: value });
      const { error } = await ada.json(422, "POST", path, body);
      assert.equal(error.details.fields[0].field, field);
    }
  }));

Deno.test("a take that somebody made up in the document leads to nothing of others", () =>
  withApp(async (app) => {
    const [ada, eve] = [await app.signUp("ada"), await app.signUp("eve")];
    const theirs = await ada.json(
      201,
      "POST",
      `/projects/${await newSong(ada)}/recordings`,
      takeForm(toneWav()),
    );
    const song = await newSong(eve);
    const id = uuidv7();
    await app.rooms.edit(song, { kind: "rest", userId: eve.id }, (doc) => {
      addTake(doc, { ...take(id), asset: theirs.asset_id }, { id: uuidv7(), name: "Mine" });
      addTake(doc, { ...take(theirs.id), asset: "no id" }, { id: uuidv7(), name: "Mine" });
    });
    await eve.json(404, "GET", `/recordings/${id}`);
    await eve.json(404, "GET", `/recordings/${theirs.id}`);
    assert.equal((await eve.json(200, "GET", `/projects/${song}/recordings`)).total, 0);
  }));
