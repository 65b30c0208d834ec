import assert from "node:assert/strict";
import { join } from "node:path";
import { blobStoreContract } from "./blob_store_contract.ts";
import { LocalStore } from "./local_store.ts";
import { blobRoutes } from "../../routes/blobs.ts";
import { ApiError } from "../api_error.ts";

const secret = "a secret of at least thirty-two characters";

Deno.test("blobs in local files keep the contract", async (t) => {
  await using folder = await temporaryFolder();
  const store = new LocalStore({ folder: join(folder.path, "files"), secret });
  const app = blobRoutes({ blobs: store });
  app.onError((error, c) => c.text(error.message, error instanceof ApiError ? 403 : 500));
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.fetch);
  const origin = `http://127.0.0.1:${server.addr.port}`;
  await blobStoreContract(t, {
    store,
    address: (link) => origin + link,
    stored: () => filesOf(folder.path),
  });

  await t.step("a link to another folder is refused before a file is touched", async () => {
    const link = await store.signedUrl("images", "u/p/image/1_a.png", {
      expiresInSeconds: 60,
      contentType: "image/png",
    });
    const query = link.slice(link.indexOf("?"));
    for (const path of ["/blobs/../secret", "/blobs/images/..%2f..%2fsecret", "/blobs/secrets/x"]) {
      const response = await fetch(origin + path + query);
      assert.ok([403, 404].includes(response.status), path);
      await response.body?.cancel();
    }
  });
});

Deno.test("a signed link is good for its method, path, type, name and time only", async (t) => {
  await using folder = await temporaryFolder();
  let now = 1_000_000_000_000;
  const store = new LocalStore({ folder: folder.path, secret, now: () => now });
  await store.put("images", "u/p/image/1_a.png", new Uint8Array(10), { contentType: "image/png" });
  await store.put("images", "u/p/image/1_b.png", new Uint8Array(10), { contentType: "image/png" });
  const app = blobRoutes({ blobs: store });
  app.onError((error, c) => c.text(error.message, error instanceof ApiError ? 403 : 500));
  const link = await store.signedUrl("images", "u/p/image/1_a.png", {
    expiresInSeconds: 60,
    contentType: "image/png",
    filename: "a.png",
  });
  const status = async (path: string, method = "GET") => {
    const response = await app.request(path, { method });
    await response.body?.cancel();
    return response.status;
  };

  await t.step("as it was made: 200, also for HEAD", async () => {
    assert.equal(await status(link), 200);
    assert.equal(await status(link, "HEAD"), 200);
  });
  for (const method of ["PUT", "POST", "DELETE", "PATCH"]) {
    await t.step(`as ${method}: 403`, async () => assert.equal(await status(link, method), 403));
  }
  for (
    const [what, altered] of [
      ["another file", link.replace("1_a", "1_b")],
      ["another bucket", link.replace("/images/", "/audio/")],
      ["a longer life", link.replace(/expires=\d+/, "expires=9999999999")],
      ["a life that is no number", link.replace(/expires=\d+/, "expires=NaN")],
      ["another type", link.replace("image%2Fpng", "text%2Fhtml")],
      ["another name", link.replace("name=a.png", "name=a.exe")],
      ["no name", link.replace("name=a.png&", "")],
      ["half a signature", link.slice(0, -20)],
      ["no signature", link.replace(/&signature=.*/, "")],
      ["no query", link.replace(/\?.*/, "")],
    ] as const
  ) {
    await t.step(`with ${what}: 403`, async () => {
      assert.notEqual(altered, link);
      assert.equal(await status(altered), 403);
    });
  }
  await t.step("of another server's secret: 403", async () => {
    const other = new LocalStore({ folder: folder.path, secret: secret.toUpperCase() });
    const forged = await other.signedUrl("images", "u/p/image/1_a.png", {
      expiresInSeconds: 60,
      contentType: "image/png",
    });
    assert.equal(await status(forged), 403);
  });
  await t.step("after its time: 403", async () => {
    now += 59_000;
    assert.equal(await status(link), 200);
    now += 1_000;
    assert.equal(await status(link), 403);
  });
});

Deno.test("what a killed process left half written is in nobody's way, and goes with its key", async () => {
  await using folder = await temporaryFolder();
  const store = new LocalStore({ folder: folder.path, secret });
  const half = join(folder.path, "images/u/p/image/1_a.png~part");
  await Deno.mkdir(join(half, ".."), { recursive: true });
  await Deno.writeFile(half, new Uint8Array(7));
  await Deno.writeFile(join(half, "../1_a.png~type~part"), new Uint8Array(3));
  assert.equal(await store.get("images", "u/p/image/1_a.png"), null);
  const type = { contentType: "image/png" };
  await store.put("images", "u/p/image/1_a.png", new Uint8Array(10), type);
  assert.equal((await Deno.stat(join(half, "../1_a.png"))).size, 10);
  await store.delete("images", "u/p/image/1_a.png");
  assert.deepEqual(await filesOf(folder.path), []);
});

Deno.test("of two who put the same key at once one wins, whole", async () => {
  await using folder = await temporaryFolder();
  const store = new LocalStore({ folder: folder.path, secret });
  const bodies = [1, 2].map((fill) => new Uint8Array(3 * 2 ** 20).fill(fill));
  const type = { contentType: "image/png" };
  await Promise.all(bodies.map((body) => store.put("images", "u/p/image/7_race", body, type)));
  const { body } = (await store.get("images", "u/p/image/7_race"))!;
  const found = new Uint8Array(await new Response(body).arrayBuffer());
  assert.equal(found.length, 3 * 2 ** 20);
  assert.ok(found.every((byte) => byte === found[0]));
});

Deno.test("a link cannot be signed with a short secret", () => {
  assert.throws(() => new LocalStore({ folder: "/nowhere", secret: "short" }), RangeError);
});

async function temporaryFolder() {
  const path = await Deno.makeTempDir({ prefix: "blobs-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function filesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) found.push(...await filesOf(path));
    else found.push(path);
  }
  return found.sort();
}
