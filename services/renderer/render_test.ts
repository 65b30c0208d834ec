import assert from "node:assert/strict";
import { workedMilliseconds } from "../../tests/fixtures/worked.ts";
import { decodePeaks } from "../mixer/peaks.ts";
import { readWav } from "../mixer/wav.ts";
import { fixturePerformance } from "./performance_fixture.ts";
import { type Rendered, RenderError, renderPerformance } from "./render.ts";

const FRAMES = 30 * 44_100;
const performance30 = fixturePerformance(30);
let rendered: Promise<Rendered> | undefined;
/** The tests that only look share one rendering. */
const render30 = () => rendered ??= renderPerformance(performance30);

Deno.test("render: exactly durationSeconds × 44 100 frames, ending in digital zero", async () => {
  const { mixWav, stems, sampleRate, durationSeconds } = await render30();
  assert.deepEqual([sampleRate, durationSeconds], [44_100, 30]);
  assert.equal(mixWav.length, 44 + FRAMES * 6);
  for (const wav of [mixWav, ...stems.map((stem) => stem.wav)]) {
    for (const channel of readWav(wav).channels) {
      assert.equal(channel.length, FRAMES);
      assert.equal(channel[FRAMES - 1], 0);
    }
  }
});

Deno.test("render: a stem for every part, none silent, with its name and level", async () => {
  const { stems } = await render30();
  assert(stems.length >= 5);
  assert.deepEqual(
    stems.map(({ partId, name, role, program }) => ({ id: partId, name, role, program })),
    performance30.parts.map(({ id, name, role, program }) => ({ id, name, role, program })),
  );
  for (const { wav, name, gainDb } of stems) {
    assert(peak(readWav(wav).channels[0]!) > 0.01, `${name} is silent`);
    assert(gainDb > -30 && gainDb <= 24, `${name} ${gainDb} dB`);
  }
});

Deno.test("render: the stems add up to the mix", async () => {
  const { mixWav, stems } = await render30();
  const residual = readWav(mixWav).channels.map((channel) => channel.slice());
  for (const { wav } of stems) {
    readWav(wav).channels.forEach((channel, c) => {
      for (let i = 0; i < FRAMES; i++) residual[c]![i] = residual[c]![i]! - channel[i]!;
    });
  }
  const dbfs = 20 * Math.log10(Math.max(...residual.map(peak)));
  assert(dbfs < -120, `${dbfs} dBFS`);
});

Deno.test("render: sounds from the first beat to the end, without a hole or a clipped run", async () => {
  const [left] = readWav((await render30()).mixWav).channels;
  const tenths = Array.from(
    { length: 300 },
    (_, i) => peak(left!.subarray(i * 4_410, (i + 1) * 4_410)),
  );
  tenths.slice(1, 295).forEach((level, i) => assert(level > 0.003, `silent at ${i / 10 + 0.1} s`));
  const longest = left!.reduce(
    ({ run, most }, x) => {
      const next = Math.abs(x) > 0.99 ? run + 1 : 0;
      return { run: next, most: Math.max(most, next) };
    },
    { run: 0, most: 0 },
  );
  assert.equal(longest.most, 0);
});

Deno.test("render: peaks draw what the file holds", async () => {
  const { mixWav, mixPeaks } = await render30();
  const { least, greatest, samplesPerPixel } = decodePeaks(mixPeaks);
  assert.equal(least.length, Math.ceil(FRAMES / samplesPerPixel));
  const loudest = Math.max(...readWav(mixWav).channels.map(peak));
  const drawn = Math.max(...greatest, ...least.map((x) => -x)) / 127;
  assert(Math.abs(drawn - loudest) < 0.01, `${drawn} drawn, ${loudest} there`);
});

Deno.test("render: same bytes again, with one worker, and with the levels frozen", async () => {
  const first = await render30();
  const gainsDb = Object.fromEntries(first.stems.map(({ partId, gainDb }) => [partId, gainDb]));
  const again = await renderPerformance(performance30, { workers: 1, gainsDb });
  assert(equal(again.mixWav, first.mixWav), "the mix differs");
  first.stems.forEach(({ wav, name }, i) => assert(equal(again.stems[i]!.wav, wav), name));
  assert.equal(again.loudnessLufs, first.loudnessLufs);
});

Deno.test("render: progress names each part, then the mix, and never falls", async () => {
  const seen: [string, number][] = [];
  const short = { ...performance30, parts: performance30.parts.slice(3) };
  await renderPerformance(short, { onProgress: (stage, fraction) => seen.push([stage, fraction]) });
  const stages = new Set(seen.map(([stage]) => stage));
  assert.deepEqual(stages, new Set(["Drum kit", "Bass", "Cello", "mix"]));
  seen.forEach(([, fraction], i) => assert(fraction >= (seen[i - 1]?.[1] ?? 0)));
  assert.deepEqual(seen.at(-1), ["mix", 1]);
});

Deno.test("render: abort in the middle rejects at once and leaves no worker", async () => {
  const threads = countWorkers();
  try {
    const controller = new AbortController();
    const begun = Promise.withResolvers<void>();
    const rendering = renderPerformance(performance30, {
      signal: controller.signal,
      onProgress: (_, fraction) => fraction > 0 && begun.resolve(),
    });
    await begun.promise;
    assert.equal(threads.living(), 2);
    const from = performance.now();
    controller.abort();
    await assert.rejects(rendering, { name: "AbortError" });
    assert(performance.now() - from < 500);
    assert.equal(threads.living(), 0);
    await assert.rejects(renderPerformance(performance30, { signal: controller.signal }), {
      name: "AbortError",
    });
    assert.equal(threads.living(), 0);
  } finally {
    threads.restore();
  }
});

Deno.test("render: a failure in a worker rejects with its cause and leaves no worker", async () => {
  const threads = countWorkers();
  try {
    const impossible = { ...performance30, durationSeconds: -1 as 30 };
    const error = await renderPerformance(impossible).catch((e) => e);
    assert(error instanceof RenderError);
    assert(error.cause instanceof Error);
    assert.match(error.cause.message, /length/);
    assert.equal(threads.living(), 0);
    await assert.rejects(renderPerformance({ ...performance30, parts: [] }), RangeError);
  } finally {
    threads.restore();
  }
});

Deno.test({
  name: "render: a worker that cannot start rejects and brings nothing else down",
  permissions: { read: false },
  fn: async () => {
    const error = await renderPerformance(performance30).catch((e) => e);
    assert(error instanceof RenderError);
    assert.match(String(error.cause), /read access/);
  },
});

Deno.test("render: the thread that asked works for less than 50 ms between two turns", async () => {
  let longest = 0;
  let last = workedMilliseconds();
  const timer = setInterval(() => {
    const now = workedMilliseconds();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  await renderPerformance({ ...performance30, parts: performance30.parts.slice(0, 3) });
  clearInterval(timer);
  assert(longest < 50, `${longest} ms`);
});

function peak(samples: Float32Array): number {
  return samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

/** Puts a counting worker in the place of the real one, which it still is. */
function countWorkers() {
  const Real = globalThis.Worker;
  const living = new Set<Worker>();
  globalThis.Worker = class extends Real {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      living.add(this);
    }
    override terminate() {
      living.delete(this);
      super.terminate();
    }
  };
  return { living: () => living.size, restore: () => globalThis.Worker = Real };
}
