import assert from "node:assert/strict";
import { usePhrase } from "../collab/document/piece_edits.ts";
import { nudgeTake, useSource } from "../collab/document/recording_edits.ts";
import { patchTrack } from "../collab/document/edits.ts";
import { assetsOfJob } from "../db/assets.ts";
import { readWav } from "../services/mixer/wav.ts";
import { artefacts } from "../services/voice/artefacts.ts";
import { melody } from "../services/voice/singer/melody.ts";
import { sing } from "../services/voice/singer/sing.ts";
import type { Take } from "../services/voice/take.ts";
import { layTake } from "../tests/fixtures/takes.ts";
import { until } from "../tests/fixtures/until.ts";
import { unzip } from "../tests/fixtures/unzip.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { Jobs } from "./jobs.ts";

const RATE = 44_100;

Deno.test("a phrase of another take is in the stem and in the mix as it is heard, without a click", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const [own, other] = [sung(4), sung(9)];
    const first = await layTake(shop, own);
    const second = await layTake(shop, {
      ...other,
      channels: [...other.channels, other.channels[0]!],
    }, first.track);
    await edit(shop, (doc) => {
      patchTrack(doc, first.track, { offset_seconds: 0.25, gain_db: -3 });
      useSource(doc, first.track, first.id);
      nudgeTake(doc, second.id, 0.1);
      // In the middle of what is sung, where a hard cut clicks.
      usePhrase(doc, first.track, second.id, { fromSeconds: 1.2, toSeconds: 2.9 }, "p1");
      usePhrase(doc, first.track, second.id, { fromSeconds: 3.5, toSeconds: 9 }, "p2");
    });

    const zip = await made(shop, jobs, { kind: "stems", format: "zip" });
    const [stem] = (await unzip(zip)).map((file) => readWav(file.bytes).channels);
    const wanted = byHand(own.channels[0]!, other.channels[0]!, 0.012);
    for (const side of stem!) {
      assert.equal(side.length, wanted.length);
      let residual = 0;
      side.forEach((x, i) => residual += (x - wanted[i]!) ** 2);
      const residualDb = 10 * Math.log10(residual / wanted.length);
      assert.ok(residualDb < -85, `${residualDb.toFixed(1)} dBFS`);
    }
    assert.deepEqual(clicksAtSeams(stem![0]!, own, other), []);
    const cut = byHand(own.channels[0]!, other.channels[0]!, 1e-6);
    assert.ok(clicksAtSeams(cut, own, other).length > 0, "the detector hears a hard cut");

    const mix = readWav(await made(shop, jobs, { kind: "mix", format: "wav" })).channels[0]!;
    assert.ok(likeness(mix, wanted) > 0.98, `${likeness(mix, wanted)}`);
  });
});

/** The track as it must sound: through its fader, from the song's beginning on. */
function byHand(
  own: Float32Array,
  other: Float32Array,
  seamSeconds: number,
): Float32Array<ArrayBuffer> {
  const [ownAt, otherAt] = [0.25, 0.35].map((seconds) => Math.round(seconds * RATE)) as [
    number,
    number,
  ];
  const frames = Math.max(ownAt + own.length, otherAt + other.length);
  const gain = 10 ** (-3 / 20);
  return Float32Array.from({ length: frames }, (_, i) => {
    // How far the other has come up: 0 … 1 across each seam.
    const up = (seam: number) =>
      Math.min(1, Math.max(0, (i / RATE - seam + seamSeconds / 2) / seamSeconds));
    const share = up(1.45) - up(3.15) + up(3.75);
    const angle = share * Math.PI / 2;
    return gain *
      ((own[i - ownAt] ?? 0) * Math.cos(angle) + (other[i - otherAt] ?? 0) * Math.sin(angle));
  });
}

/** What clicks within 30 ms of a seam, as compared with either take. */
function clicksAtSeams(stem: Float32Array<ArrayBuffer>, own: Take, other: Take): readonly number[] {
  const result = { sampleRate: RATE, channels: [stem] };
  const clicks = [[own, 0.25], [other, 0.35]] as const;
  const [as, bs] = clicks.map(([take, start]) => {
    const silence = new Float32Array(Math.round(start * RATE));
    const placed = new Float32Array(silence.length + take.channels[0]!.length);
    placed.set(take.channels[0]!.map((x) => x * 10 ** (-3 / 20)), silence.length);
    return artefacts({ sampleRate: RATE, channels: [placed] }, result).clicksSeconds;
  });
  const seams = [1.45, 3.15, 3.75];
  return as!.filter((at) =>
    bs!.some((same) => Math.abs(same - at) < 0.002) &&
    seams.some((seam) => Math.abs(seam - at) < 0.03)
  );
}

/** Normalised correlation, 0 … 1. */
function likeness(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

function sung(seed: number): Take {
  const notes = melody({ voice: "alto", seconds: 5, seed, articulation: "legato" });
  return sing(notes, { seed }).take;
}

async function edit(shop: Workshop, work: Parameters<Workshop["rooms"]["edit"]>[2]): Promise<void> {
  await shop.rooms.edit(shop.projectId, { kind: "server" }, work);
}

async function made(shop: Workshop, jobs: Jobs, input: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const { projectId, userId } = shop;
  const { id } = await jobs.start({ kind: "export", projectId, createdBy: userId, input });
  const row = await until("export", async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { withinMs: 240_000 });
  assert.equal(row.status, "succeeded", JSON.stringify(row.error));
  const [file] = await assetsOfJob(shop.sql, id);
  const blob = await shop.blobs.get(file!.bucket, file!.storage_key);
  return new Uint8Array(await new Response(blob!.body).arrayBuffer());
}
