import assert from "node:assert/strict";
import { patchTrack, putTracks } from "../collab/document/edits.ts";
import { usePhrase } from "../collab/document/piece_edits.ts";
import { addTake } from "../collab/document/recording_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { uuidv7 } from "../services/ids.ts";
import { laidTake, withApp } from "../tests/fixtures/app.ts";
import { take, track } from "../tests/fixtures/deeds.ts";

Deno.test("tracks are listed, moved, panned and removed; the room sees each change", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    const path = `/projects/${song}/tracks`;
    assert.deepEqual((await ada.json(200, "GET", path)).tracks, []);
    const take = await laidTake(app, song, ada.id);
    const stem = uuidv7();
    await app.rooms.edit(song, { kind: "server" }, (doc) => {
      putTracks(doc, [{ ...track(stem, uuidv7()), name: "Bass" }]);
    });
    const page = await ada.json(200, "GET", `${path}?limit=1`);
    assert.deepEqual([page.total, page.tracks.length], [2, 1]);
    const [voice] = page.tracks;
    assert.deepEqual([voice.name, voice.source_id, voice.recording_id], ["Voice", take, take]);
    assert.deepEqual(voice, await ada.json(200, "GET", `${path}/${voice.id}`));

    const wish = {
      name: "Lead",
      gain_db: 18.5,
      pan: -0.4,
      muted: true,
      soloed: true,
      offset_seconds: -1.25,
    };
    const now = await ada.json(200, "PATCH", `${path}/${voice.id}`, wish);
    assert.deepEqual({ ...now, ...wish }, now);
    assert.equal(now.start_seconds, -1.25 + 0.1, "with the take's own offset");
    const entry = await app.rooms.read(song, (doc) => roots(doc).tracks.get(voice.id)!.toJSON());
    assert.deepEqual({ ...entry, ...wish }, entry);

    await ada.json(204, "DELETE", `${path}/${voice.id}`);
    await ada.json(404, "GET", `${path}/${voice.id}`);
    await ada.json(200, "GET", `/recordings/${take}`); // the take stays among the recordings
  }));

Deno.test("phrases of other takes are told with the track, and in the document", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    const sung = await laidTake(app, song, ada.id);
    const [{ id }] = (await ada.json(200, "GET", `/projects/${song}/tracks`)).tracks;
    const [other, key] = [uuidv7(), uuidv7()];
    await app.rooms.edit(song, { kind: "server" }, (doc) => {
      addTake(doc, take(other), id);
      usePhrase(doc, id, sung, { fromSeconds: 1, toSeconds: 2.5 }, key);
      patchTrack(doc, id, { offset_seconds: 2 });
    });
    const track = await ada.json(200, "GET", `/projects/${song}/tracks/${id}`);
    assert.deepEqual([track.source_id, track.pieces.length], [other, 1]);
    const [piece] = track.pieces;
    assert.deepEqual(
      [piece.recording_id, piece.from_seconds, piece.to_seconds, piece.start_seconds],
      [sung, 1, 2.5, 2.1],
    );
    const document = await ada.json(200, "GET", `/projects/${song}/document`);
    const [{ recording, asset, from_seconds }] = document.tracks[0].pieces;
    assert.deepEqual([recording, asset, from_seconds], [sung, piece.asset_id, 1]);
  }));

Deno.test("a track changes only from the state that was read, and only within bounds", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const { id: song } = await ada.json(201, "POST", "/projects", { title: "A song" });
    await laidTake(app, song, ada.id);
    const [{ id }] = (await ada.json(200, "GET", `/projects/${song}/tracks`)).tracks;
    const path = `/projects/${song}/tracks/${id}`;
    const tag = (await ada.call("GET", path)).headers.get("etag")!;
    const patch = (header: string) => ada.call("PATCH", path, { pan: 1 }, { "if-match": header });
    assert.equal((await patch('"stale"')).status, 412);
    assert.equal((await patch(tag)).status, 200);
    assert.equal((await patch(tag)).status, 412, "it has changed since");
    const removal = await ada.call("DELETE", path, undefined, { "if-match": tag });
    assert.equal(removal.status, 412);
    const wrong: [string, unknown][] = [
      ["gain_db", 30.1],
      ["gain_db", -60.5],
      ["gain_db", "loud"],
      ["pan", -1.01],
      ["muted", 1],
      ["offset_seconds", 601],
      ["name", " "],
      ["kind", "mix"],
      ["asset_id", uuidv7()],
      ["order", "a0"],
    ];
    for (const [field, value] of wrong) {
      const { error } = await ada.json(422, "PATCH", path, { [field]: value });
      assert.equal(error.details.fields[0].field, field);
    }
    await ada.json(404, "PATCH", `/projects/${song}/tracks/${uuidv7()}`, { pan: 0 });
    await ada.json(404, "GET", `/projects/${song}/tracks/one`);
  }));
