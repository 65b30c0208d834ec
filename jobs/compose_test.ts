import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { patchCanvas } from "../collab/document/edits.ts";
import type { Rooms } from "../collab/rooms.ts";
import { type AssetRow, assetsOfJob } from "../db/assets.ts";
import type { JobRow } from "../db/jobs.ts";
import { drawZigzag } from "../tests/fixtures/pictures.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import { ComposeInput, type Piece } from "./compose.ts";
import type { Jobs } from "./jobs.ts";

function start(shop: Workshop, jobs: Jobs, input: object): Promise<JobRow> {
  const { projectId, canvasId, userId } = shop;
  return jobs.start({ kind: "compose", projectId, canvasId, createdBy: userId, input });
}

function ended(jobs: Jobs, id: string): Promise<JobRow> {
  return until("the piece", async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { withinMs: 240_000, everyMs: 20 });
}

async function bytesOf(shop: Workshop, asset: AssetRow): Promise<Uint8Array> {
  const blob = await shop.blobs.get(asset.bucket, asset.storage_key);
  return new Uint8Array(await new Response(blob!.body).arrayBuffer());
}

async function storedFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) found.push(...await storedFiles(path));
    else found.push(path);
  }
  return found;
}

Deno.test("a piece of music is composed from the mood", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
      drawZigzag(doc, shop.canvasId, shop.userId);
      patchCanvas(doc, shop.canvasId, { mood: { valence: 0.6, arousal: 0.3 } });
    });
    const stages = new Set<string>();
    const first = await start(shop, jobs, { duration_seconds: 30 });
    const watching = until("the end", async () => {
      const job = (await shop.document()).jobs.find(({ id }) => id === first.id);
      if (job) stages.add(job.stage);
      return job?.finished_at;
    }, { withinMs: 240_000, everyMs: 5 });
    const row = await ended(jobs, first.id);
    await watching;
    const piece = row.result as Piece;

    await t.step("and says what it is", () => {
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
      assert.deepEqual([row.attempts, row.progress, row.stage], [1, 1, "done"]);
      assert.equal(piece.duration_seconds, 30);
      assert.ok(Math.abs(piece.loudness_lufs + 14) <= 0.5);
      assert.ok(piece.true_peak_dbtp <= -1);
      assert.match(piece.key, /^[A-G][#b]?$/);
    });

    await t.step(
      "each stem and the mix is a track, in one edit, with the key and the tempo",
      async () => {
        const { tracks, meta } = await shop.document();
        assert.deepEqual(tracks.map(({ id }) => id), piece.track_ids);
        assert.equal(tracks.filter(({ kind }) => kind === "stem").length, tracks.length - 1);
        assert.equal(tracks.at(-1)!.kind, "mix");
        for (const track of tracks) {
          assert.deepEqual(
            [track.job, track.canvas, track.by, track.duration_seconds],
            [first.id, shop.canvasId, shop.userId, 30],
          );
        }
        assert.deepEqual([meta.tempo_bpm, meta.key, meta.scale], [
          piece.tempo_bpm,
          piece.key,
          piece.scale,
        ]);
        const [edits] = await shop.sql<{ count: number }[]>`
        select count(*) from doc_updates where job_id = ${first.id}
          and length(payload) > (select max(length(payload)) / 2 from doc_updates)`;
        assert.equal(edits!.count, 1);
      },
    );

    await t.step("its stages are named, instruments among them", () => {
      const instruments = [...stages].filter((stage) => /^[A-Z]/.test(stage));
      assert.ok(instruments.length >= 2, [...stages].join());
      for (const stage of ["mix", "save", "done"]) assert.ok(stages.has(stage), [...stages].join());
    });

    const assets = await assetsOfJob(shop.sql, first.id);
    await t.step("every file is what its row says", async () => {
      const heads: Record<string, string> = {
        "audio/wav": "RIFF",
        "audio/flac": "fLaC",
        "audio/mpeg": "ID3",
        "audio/midi": "MThd",
        "application/json": '{"br',
      };
      for (const asset of assets) {
        const bytes = await bytesOf(shop, asset);
        assert.equal(bytes.length, asset.byte_length);
        const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
        assert.deepEqual(hash, asset.sha256);
        const head = heads[asset.content_type];
        if (head) assert.ok(Buffer.from(bytes).toString("latin1").startsWith(head), asset.kind);
        assert.match(
          asset.storage_key,
          new RegExp(`^${shop.userId}/${shop.projectId}/${asset.kind}/`),
        );
      }
      const count = (kind: string) => assets.filter((asset) => asset.kind === kind).length;
      const tracks = piece.track_ids.length;
      assert.deepEqual(
        ["stem", "listen", "peaks", "mix", "midi", "score"].map(count),
        [tracks - 1, tracks, tracks, 2, 1, 1],
      );
    });

    await t.step("the same picture gives the same piece, and replaces the tracks", async () => {
      const second = await ended(jobs, (await start(shop, jobs, { duration_seconds: 30 })).id);
      const again = second.result as Piece;
      assert.equal(again.seed, piece.seed);
      const mix = (await assetsOfJob(shop.sql, second.id)).find(({ id }) =>
        id === again.mix_asset_id
      );
      const before = assets.find(({ id }) => id === piece.mix_asset_id);
      assert.deepEqual(mix!.sha256, before!.sha256);
      await jobs.idle();
      const { tracks } = await shop.document();
      assert.deepEqual(tracks.map(({ id }) => id), again.track_ids);
    });

    await t.step("cancelled in the middle it stops soon, and leaves nothing", async () => {
      const before = await storedFiles(shop.folder);
      const tracks = (await shop.document()).tracks;
      const job = await start(shop, jobs, { duration_seconds: 90, seed: 3 });
      await until("the rendering", async () => (await jobs.get(job.id))!.progress > 0.06);
      const askedAt = performance.now();
      await jobs.cancel(job.id);
      assert.equal((await ended(jobs, job.id)).status, "cancelled");
      assert.ok(performance.now() - askedAt < 1500);
      await jobs.idle();
      assert.deepEqual((await shop.document()).tracks, tracks);
      const files = (names: string[]) => names.filter((name) => name.includes("/files/")).sort();
      assert.deepEqual(files(await storedFiles(shop.folder)), files(before));
    });
  });
});

Deno.test("an attempt that stored its files and then failed is finished, not done again", async () => {
  await withWorkshop(async (shop) => {
    let refusals = 1;
    const rooms: Rooms = {
      ...shop.rooms,
      edit: (project, origin, fn) =>
        shop.rooms.edit(project, origin, (doc) => {
          const before = doc.getMap("tracks").size;
          const value = fn(doc);
          if (doc.getMap("tracks").size > before && refusals-- > 0) {
            throw new Error("no room today");
          }
          return value;
        }),
    };
    const jobs = await shop.jobs({ rooms, backoffMs: () => 10 });
    jobs.work();
    const wish = { tempo_bpm: 97.5, key: "F#", scale: "dorian", style: "jazz", seed: 42 };
    const { id } = await start(shop, jobs, { duration_seconds: 30, ...wish });
    const row = await ended(jobs, id);
    assert.deepEqual([row.status, row.attempts], ["succeeded", 2]);
    await jobs.idle();
    const piece = row.result as Piece;
    const { tempo_bpm, key, scale, style, seed } = piece;
    assert.deepEqual({ tempo_bpm, key, scale, style, seed }, wish, "what was asked for is kept");
    assert.deepEqual((await shop.document()).tracks.map((track) => track.id), piece.track_ids);
    const assets = await assetsOfJob(shop.sql, id);
    assert.equal(assets.filter(({ kind }) => kind === "midi").length, 1, "rendered once");
  });
});

Deno.test("an attempt that cannot store its files deletes those it stored", async () => {
  await withWorkshop(async (shop) => {
    let left = 5;
    const put: Workshop["blobs"]["put"] = (...file) => {
      if (left-- > 0) return shop.blobs.put(...file);
      return Promise.reject(new Error("the disk is full"));
    };
    const blobs = Object.assign(Object.create(shop.blobs), {
      put,
      delete: shop.blobs.delete.bind(shop.blobs),
    });
    await shop.sql`alter table jobs alter max_attempts set default 1`;
    const jobs = await shop.jobs({ blobs });
    jobs.work();
    const { id } = await start(shop, jobs, { duration_seconds: 30, seed: 1 });
    const row = await ended(jobs, id);
    assert.deepEqual([row.status, row.error?.code], ["failed", "INTERNAL"]);
    assert.equal((await assetsOfJob(shop.sql, id)).length, 0);
    const leftBehind = (await storedFiles(shop.folder)).filter((name) => name.includes("/files/"));
    assert.deepEqual(leftBehind, []);
  });
});

for (
  const [what, input] of [
    ["no length", {}],
    ["a length as text", { duration_seconds: "30" }],
    ["another length", { duration_seconds: 45 }],
    ["a style that does not exist", { duration_seconds: 30, style: "polka" }],
    ["a tempo too slow", { duration_seconds: 30, tempo_bpm: 39 }],
    ["a tempo too fast", { duration_seconds: 30, tempo_bpm: 201 }],
    ["a key that is none", { duration_seconds: 30, key: "H" }],
    ["a scale that is none", { duration_seconds: 30, scale: "upward" }],
    ["half a seed", { duration_seconds: 30, seed: 0.5 }],
    ["a negative seed", { duration_seconds: 30, seed: -1 }],
    ["a seed past 32 bits", { duration_seconds: 30, seed: 2 ** 32 }],
    ["an unknown field", { duration_seconds: 30, mood: "happy" }],
  ] as const
) {
  Deno.test(`composing with ${what} is refused`, () => {
    assert.equal(ComposeInput.safeParse(input).success, false);
  });
}
