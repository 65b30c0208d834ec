import assert from "node:assert/strict";
import { addCanvas, addStroke, patchCanvas, removeCanvas } from "../collab/document/edits.ts";
import { roots } from "../collab/document/schema.ts";
import type { JobRow } from "../db/jobs.ts";
import { placeImage } from "../routes/images.ts";
import type { Analysis } from "../services/mood/analysis.ts";
import { sanitiseImage } from "../services/media/image.ts";
import { drawZigzag, gradientJpeg } from "../tests/fixtures/pictures.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { Cache } from "./cache.ts";
import type { Jobs } from "./jobs.ts";

async function dropPicture(shop: Workshop, from?: string, to?: string): Promise<string> {
  const image = await sanitiseImage(await gradientJpeg(shop.ffmpeg, from, to), shop);
  const { projectId, canvasId, userId } = shop;
  const place = {
    projectId,
    canvasId,
    userId,
    filename: "gradient.jpg",
    centre: { x: 800, y: 450 },
  };
  return (await placeImage(shop, { ...place, image })).shapeId;
}

function draw(shop: Workshop): Promise<void> {
  return shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
    drawZigzag(doc, shop.canvasId, shop.userId);
  });
}

function moveMood(shop: Workshop, valence: number, arousal: number): Promise<unknown> {
  return shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
    return patchCanvas(doc, shop.canvasId, { mood: { valence, arousal } });
  });
}

async function analyse(shop: Workshop, jobs: Jobs, input: object = {}): Promise<JobRow> {
  const { projectId, canvasId, userId } = shop;
  const request = { kind: "analyse", projectId, canvasId, createdBy: userId, input };
  const { id } = await jobs.start(request);
  return await until("the analysis", async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { everyMs: 10 });
}

const resultOf = (row: JobRow) => row.result as Analysis;

Deno.test("analysing a canvas", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs();
    jobs.work();

    await t.step("with nothing on it fails in words", async () => {
      for (const source of ["composite", "drawing"]) {
        const row = await analyse(shop, jobs, { source });
        assert.deepEqual([row.status, row.error?.code, row.attempts], [
          "failed",
          "CANVAS_EMPTY",
          1,
        ]);
      }
    });

    const picture = await dropPicture(shop);
    await t.step("sets the analysis and the mood, and says why", async () => {
      const row = await analyse(shop, jobs);
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
      assert.equal(row.engine, "local");
      const found = resultOf(row);
      assert.equal(found.cached, false);
      assert.ok(found.because.length >= 2);
      assert.ok(found.music_suggestions.tempo_bpm > 30);
      await jobs.idle();
      const [canvas] = (await shop.document()).canvases;
      assert.deepEqual(canvas!.mood, { valence: found.valence, arousal: found.arousal });
      assert.equal(canvas!.analysis?.primary_emotion, found.primary_emotion);
    });

    await t.step(
      "the same content again comes from the cache, and moves the mood back",
      async () => {
        await moveMood(shop, -1, 1);
        const found = resultOf(await analyse(shop, jobs));
        assert.equal(found.cached, true);
        assert.deepEqual((await shop.document()).canvases[0]!.mood, {
          valence: found.valence,
          arousal: found.arousal,
        });
      },
    );

    await t.step("an analysis that nobody asked for leaves a mood that was set", async () => {
      await moveMood(shop, -0.5, 0.25);
      assert.equal((await analyse(shop, jobs, { keep_mood: true })).status, "succeeded");
      assert.deepEqual((await shop.document()).canvases[0]!.mood, { valence: -0.5, arousal: 0.25 });
      await moveMood(shop, 0, 0);
      const found = resultOf(await analyse(shop, jobs, { keep_mood: true }));
      assert.equal((await shop.document()).canvases[0]!.mood.valence, found.valence);
    });

    await t.step("a stroke more is another content", async () => {
      const before = resultOf(await analyse(shop, jobs));
      await draw(shop);
      const after = resultOf(await analyse(shop, jobs));
      assert.equal(after.cached, false);
      assert.notEqual(after.arousal, before.arousal);
    });

    await t.step("the drawing alone, the image alone and both are three readings", async () => {
      const sources = ["composite", "drawing", picture];
      const found = [];
      for (const source of sources) found.push(resultOf(await analyse(shop, jobs, { source })));
      assert.equal(new Set(found.map(({ valence, arousal }) => `${valence} ${arousal}`)).size, 3);
    });

    await t.step("an image alone is the same wherever it lies", async () => {
      const { id } = (await shop.document()).shapes.find(({ kind }) => kind === "image")!;
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        roots(doc).shapes.get(id)!.set("x", 5);
      });
      assert.equal(resultOf(await analyse(shop, jobs, { source: picture })).cached, true);
      assert.equal(resultOf(await analyse(shop, jobs)).cached, false);
    });

    await t.step("an image that is not there fails in words", async () => {
      const row = await analyse(shop, jobs, { source: crypto.randomUUID() });
      assert.deepEqual([row.status, row.error?.code], ["failed", "IMAGE_GONE"]);
    });

    await t.step("bytes that are no stroke are not on the canvas", async () => {
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        addStroke(doc, {
          ...{ id: "hostile", canvas: shop.canvasId, color: "indigo", width: 3, tool: "pen" },
          ...{ by: shop.userId, at: 1, points: [{ x: 1, y: 1, pressure: 1, timeMs: 0 }] },
        });
        roots(doc).shapes.get("hostile")!.set("points", new Uint8Array([255, 1, 2, 3]));
      });
      assert.equal((await analyse(shop, jobs)).status, "succeeded");
    });

    await t.step("a canvas that was removed meanwhile fails in words", async () => {
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        addCanvas(doc, { id: crypto.randomUUID(), name: "another" });
        removeCanvas(doc, shop.canvasId);
      });
      const row = await analyse(shop, jobs);
      assert.deepEqual([row.status, row.error?.code], ["failed", "CANVAS_GONE"]);
    });
  });
});

Deno.test("who moves the mood while it is being read has the last word", async () => {
  await withWorkshop(async (shop) => {
    const reading = Promise.withResolvers<void>();
    const moved = Promise.withResolvers<void>();
    const cache: Cache = {
      ...shop.cache,
      async get(key) {
        reading.resolve();
        await moved.promise;
        return await shop.cache.get(key);
      },
    };
    const jobs = await shop.jobs({ cache });
    jobs.work();
    await draw(shop);
    const done = analyse(shop, jobs);
    await reading.promise;
    await moveMood(shop, 0.125, -0.875);
    moved.resolve();
    assert.equal((await done).status, "succeeded");
    const [canvas] = (await shop.document()).canvases;
    assert.deepEqual(canvas!.mood, { valence: 0.125, arousal: -0.875 });
    assert.notEqual(canvas!.analysis, null);
  });
});
