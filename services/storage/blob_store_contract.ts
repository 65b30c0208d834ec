import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type BlobStore, BlobTooLargeError, InvalidBlobKeyError } from "./blob_store.ts";

export interface StoreUnderTest {
  readonly store: BlobStore;
  /** Where a signed link leads: given a link, the address to fetch. */
  readonly address: (link: string) => string;
  /** Names of everything stored, to show that a failed upload left nothing. */
  readonly stored: () => Promise<readonly string[]>;
}

/** What every BlobStore must do, over real files and a real server alike. */
export async function blobStoreContract(
  t: Deno.TestContext,
  { store, address, stored }: StoreUnderTest,
): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(50_000));
  const png = { contentType: "image/png" };
  await store.put("images", "u/p/image/1_a.png", bytes, png);

  await t.step("gives back the bytes, the length and the type that were put", async () => {
    const blob = await store.get("images", "u/p/image/1_a.png");
    assert.equal(blob?.byteLength, bytes.length);
    assert.equal(blob?.contentType, "image/png");
    assert.ok(same(await read(blob!.body), bytes));
  });

  await t.step("says length and SHA-256 of what it stored", async () => {
    const put = await store.put("audio", "u/p/mix/1_b.wav", bytes, { contentType: "audio/wav" });
    assert.equal(put.byteLength, bytes.length);
    assert.deepEqual(put.sha256, sha256(bytes));
  });

  await t.step("stores an empty body", async () => {
    await store.put("exports", "u/p/export/1_none", new Uint8Array(0), png);
    const blob = await store.get("exports", "u/p/export/1_none");
    assert.equal(blob?.byteLength, 0);
    assert.equal((await read(blob!.body)).length, 0);
  });

  await t.step("stores a stream of 20 MiB in uneven chunks without holding it", async () => {
    const { stream, whole } = uneven(20 * 2 ** 20);
    const put = await store.put("audio", "u/p/take/1_big", stream, png);
    assert.deepEqual(put, { byteLength: whole.length, sha256: sha256(whole) });
    const blob = await store.get("audio", "u/p/take/1_big");
    assert.deepEqual(sha256(await read(blob!.body)), put.sha256);
  });

  await t.step("replaces what a key held", async () => {
    await store.put("images", "u/p/image/2_x", new Uint8Array([1, 2, 3]), png);
    await store.put("images", "u/p/image/2_x", new Uint8Array([4]), { contentType: "image/webp" });
    const blob = await store.get("images", "u/p/image/2_x");
    assert.equal(blob?.contentType, "image/webp");
    assert.deepEqual(await read(blob!.body), new Uint8Array([4]));
  });

  for (
    const [range, from, to] of [
      [{ start: 0, end: 1 }, 0, 2],
      [{ start: 1, end: 1 }, 1, 2],
      [{ start: 10, end: 19 }, 10, 20],
      [{ start: 49_990 }, 49_990, 50_000],
      [{ start: 49_990, end: 99_999 }, 49_990, 50_000],
      [{ start: 100, end: 49_999 }, 100, 50_000],
    ] as const
  ) {
    await t.step(`reads the range ${JSON.stringify(range)} and says the whole length`, async () => {
      const blob = await store.get("images", "u/p/image/1_a.png", range);
      assert.equal(blob?.byteLength, bytes.length);
      assert.ok(same(await read(blob!.body), bytes.slice(from, to)));
    });
  }

  await t.step("refuses a range past the end", async () => {
    await assert.rejects(
      store.get("images", "u/p/image/1_a.png", { start: 50_000 }),
      RangeError,
    );
  });

  await t.step("a body may be left unread", async () => {
    const blob = await store.get("audio", "u/p/take/1_big");
    await blob!.body.cancel();
    const part = await store.get("audio", "u/p/take/1_big", { start: 5 });
    await part!.body.cancel();
  });

  await t.step("has null for what is not there", async () => {
    assert.equal(await store.get("images", "u/p/image/9_none"), null);
    assert.equal(await store.get("exports", "u/p/image/1_a.png"), null);
    assert.equal(await store.get("images", "u/p/image"), null);
    assert.equal(await store.get("images", "u/p/image/1_a.png/deeper"), null);
  });

  await t.step("deletes, and deletes again", async () => {
    await store.put("images", "u/p/image/3_gone", bytes, png);
    await store.delete("images", "u/p/image/3_gone");
    assert.equal(await store.get("images", "u/p/image/3_gone"), null);
    await store.delete("images", "u/p/image/3_gone");
  });

  for (const size of [1, 2 ** 20, 18 * 2 ** 20]) {
    await t.step(`ends an upload past its limit of ${size} bytes and leaves nothing`, async () => {
      const before = await stored();
      const { stream, cancelled } = endless();
      await assert.rejects(
        store.put("images", "u/p/image/4_big", stream, { ...png, maxBytes: size }),
        BlobTooLargeError,
      );
      assert.equal(cancelled(), true, "the sender was told to stop");
      assert.equal(await store.get("images", "u/p/image/4_big"), null);
      assert.deepEqual(await stored(), before);
    });
  }

  await t.step("a body of exactly the limit is stored", async () => {
    const put = await store.put("images", "u/p/image/5_fits", bytes, { ...png, maxBytes: 50_000 });
    assert.equal(put.byteLength, 50_000);
  });

  await t.step("a body that breaks off leaves nothing", async () => {
    const before = await stored();
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes),
      pull: (controller) => controller.error(new Error("the line went dead")),
    });
    await assert.rejects(store.put("images", "u/p/image/6_cut", broken, png), /line went dead/);
    assert.equal(await store.get("images", "u/p/image/6_cut"), null);
    assert.deepEqual(await stored(), before);
  });

  for (const key of BAD_KEYS) {
    await t.step(`refuses the key ${JSON.stringify(key.slice(0, 30))}`, async () => {
      await assert.rejects(store.put("images", key, bytes, png), InvalidBlobKeyError);
      await assert.rejects(store.get("images", key), InvalidBlobKeyError);
      await assert.rejects(store.delete("images", key), InvalidBlobKeyError);
      await assert.rejects(
        Promise.resolve().then(() =>
          store.signedUrl("images", key, { expiresInSeconds: 60, contentType: "image/png" })
        ),
        InvalidBlobKeyError,
      );
    });
  }

  await t.step("a signed link gives the bytes, with its type and its name", async () => {
    const link = await store.signedUrl("images", "u/p/image/1_a.png", {
      expiresInSeconds: 60,
      contentType: "image/webp",
      filename: 'söng "1".png',
    });
    const response = await fetch(address(link));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "image/webp");
    assert.match(response.headers.get("content-disposition")!, /^attachment; .*''s%C3%B6ng%20/);
    assert.ok(same(new Uint8Array(await response.arrayBuffer()), bytes));
  });

  await t.step("a signed link gives ranges", async () => {
    const link = await store.signedUrl("images", "u/p/image/1_a.png", {
      expiresInSeconds: 60,
      contentType: "image/png",
    });
    const response = await fetch(address(link), { headers: { range: "bytes=100-199" } });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get("content-range"), "bytes 100-199/50000");
    assert.ok(same(new Uint8Array(await response.arrayBuffer()), bytes.slice(100, 200)));
  });

  await t.step("is healthy", () => store.check());
}

const BAD_KEYS = [
  ...["", "/", "/etc/passwd", "..", "../secret", "a/../../b", "a//b", "a/", ".hidden", "a/.hidden"],
  ...["a/./b", "a\\b", "a b", "a\0b", "ä", "a~type", "%2e%2e/a", "a?b", "x".repeat(513)],
];

async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

/** Not `deepEqual`, which would print the difference of 50,000 numbers. */
function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

function uneven(length: number) {
  const whole = new Uint8Array(length).map((_, i) => (i * 2_654_435_761) >>> 24);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= length) return controller.close();
      const size = 1 + (at * 7919) % 300_000;
      controller.enqueue(whole.slice(at, at + size));
      at += size;
    },
  });
  return { stream, whole };
}

/** A body whose sender never stops by itself. */
function endless() {
  let told = false;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    cancel: () => {
      told = true;
    },
  });
  return { stream, cancelled: () => told };
}
