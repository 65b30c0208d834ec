import { expect } from "expect";
import { readWav } from "../../services/mixer/wav.ts";
import { takeFile } from "./take_file.ts";
import { createMemoryStore, type KeptTake } from "./take_store.ts";
import { createTakeWriter } from "./take_writer.ts";

const RATE = 48_000;
const TAKE = {
  id: "one",
  userId: "june",
  projectId: "song",
  name: "Take 1",
  stack: null,
  offsetSeconds: 0,
  startedAtMs: 1,
  format: { kind: "wav", sampleRate: RATE, channels: 1 },
  finished: false,
} as const satisfies KeptTake;

const block = (frame: number, length = 2048) => ({
  frame,
  samples: Float32Array.from({ length }, (_, i) => (frame + i) / 2 ** 20),
});

async function readBack(store: ReturnType<typeof createMemoryStore>) {
  const file = takeFile(TAKE, await store.pieces("one"));
  return readWav(new Uint8Array(await file.arrayBuffer())).channels[0]!;
}

Deno.test("from the first frame on, every sample, in pieces of a second", async () => {
  const store = createMemoryStore();
  const writer = createTakeWriter(store, TAKE, 3000);
  for (let frame = 0; frame < 60 * 2048; frame += 2048) {
    expect(writer.write(block(frame))).toBe(true);
  }
  expect((await store.list())[0]!.finished).toBe(false);
  await writer.finish();
  const samples = await readBack(store);
  expect(samples.length).toBe(60 * 2048 - 3000);
  for (const i of [0, 1, 47_999, 48_000, samples.length - 1]) {
    expect(samples[i]!).toBeCloseTo((3000 + i) / 2 ** 20, 6);
  }
  expect((await store.pieces("one")).length).toBe(3);
  expect((await store.list())[0]!.finished).toBe(true);
});

Deno.test("blocks that the audio thread left out stay a gap: what follows is in time", async () => {
  const store = createMemoryStore();
  const writer = createTakeWriter(store, TAKE, 0);
  writer.write(block(0));
  writer.write(block(3 * 2048));
  await writer.finish();
  const samples = await readBack(store);
  expect(samples.length).toBe(4 * 2048);
  expect(samples[2048]!).toBe(0);
  expect(samples[3 * 2048]!).toBeCloseTo(3 * 2048 / 2 ** 20, 6);
});

Deno.test("a block that comes twice is written once", async () => {
  const store = createMemoryStore();
  const writer = createTakeWriter(store, TAKE, 100);
  for (const frame of [0, 0, 2048, 1024, 2048]) writer.write(block(frame));
  await writer.finish();
  const samples = await readBack(store);
  expect(samples.length).toBe(2 * 2048 - 100);
  expect(samples.at(-1)!).toBeCloseTo((2 * 2048 - 1) / 2 ** 20, 6);
});

Deno.test("at five minutes it is full, to the sample", async () => {
  const store = createMemoryStore();
  const writer = createTakeWriter(store, TAKE, 0);
  const second = new Float32Array(RATE);
  let more = true;
  for (let i = 0; i < 300; i++) more = writer.write({ frame: i * RATE, samples: second });
  expect(more).toBe(false);
  writer.write({ frame: 300 * RATE, samples: second });
  expect(writer.seconds()).toBe(300);
  await writer.finish();
});

Deno.test("a device that is full says so at the end", async () => {
  const store = { ...createMemoryStore(), append: () => Promise.reject(new Error("full")) };
  const writer = createTakeWriter(store, TAKE, 0);
  writer.write({ frame: 0, samples: new Float32Array(RATE) });
  await expect(writer.finish()).rejects.toThrow("full");
});
