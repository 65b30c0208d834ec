/** Pictures that are not what they say: each has its 4xx, nothing is stored, the server stays well. */
import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { signUp, uploadImage } from "../fixtures/client.ts";
import { photo } from "../fixtures/photos.ts";
import { removeData, startServer } from "../fixtures/server.ts";

const MB = 1024 * 1024;

Deno.test("hostile pictures are refused with the contract's 4xx", async (t) => {
  const server = await startServer();
  try {
    const who = await signUp(server.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "hostile" });
    const path = `/projects/${id}/canvases`;
    const { canvases } = await who.json<{ canvases: { id: string }[] }>(200, "GET", path);
    const canvas = canvases[0]!.id;
    const garden = await photo("Garden.jpg");

    const cases: readonly [string, number, string, Uint8Array<ArrayBuffer>][] = [
      ["a renamed text file", 415, "song.jpg", new TextEncoder().encode("la la la\n".repeat(99))],
      ["a truncated JPEG", 422, "half.jpg", garden.slice(0, Math.floor(garden.length / 2))],
      ["a JPEG without its last bytes", 422, "nearly.jpg", garden.slice(0, -4000)],
      ["a 30,000 × 30,000 PNG of a few kilobytes", 422, "bomb.png", hugePng(30_000)],
      ["a zero-byte file", 422, "nothing.png", new Uint8Array()],
      ["10 MB and one byte", 413, "big.jpg", padded(garden, 10 * MB + 1)],
    ];
    for (const [name, status, file, bytes] of cases) {
      await t.step(`${name}: ${status}`, async () => {
        const answer = await uploadImage(who, canvas, bytes, file);
        const { error } = await answer.json();
        assert.equal(answer.status, status, JSON.stringify(error));
        assert.match(error.code, /^[A-Z_]+$/);
        assert.ok(error.message.length > 10 && !/\bat .*\.ts/.test(error.message));
        assert.equal(error.details.request_id, answer.headers.get("x-request-id"));
      });
    }

    await t.step("nothing of it was stored, and a real picture still goes in", async () => {
      const before = await who.json<{ shapes: unknown[] }>(200, "GET", `/projects/${id}/document`);
      assert.deepEqual(before.shapes ?? [], []);
      assert.deepEqual(await files(`${server.dataDir}/files`), []);
      const answer = await uploadImage(who, canvas, garden, "garden.exe");
      assert.equal(answer.status, 201, "the content decides, not the name");
      await answer.body?.cancel();
    });
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
});

function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  all.set(bytes);
  return all;
}

/** A legal header that promises far more pixels than any decoder should touch. */
function hugePng(side: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(new Uint8Array(4 * MB));
  const signature = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [
    signature,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

async function files(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...await files(path));
    else found.push(path);
  }
  return found;
}
