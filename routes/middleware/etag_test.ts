import assert from "node:assert/strict";
import { withApp } from "../../tests/fixtures/app.ts";

Deno.test("GET carries an ETag; If-None-Match spares the body until something changes", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "A" });
    const paths = [
      `/projects/${id}`,
      "/projects",
      `/projects/${id}/document`,
      `/projects/${id}/document/update`,
      `/projects/${id}/canvases`,
    ];
    const tags = new Map<string, string>();
    for (const path of paths) {
      const answer = await ada.call("GET", path);
      await answer.body?.cancel();
      const tag = answer.headers.get("etag")!;
      assert.match(tag, /^"[\w-]+"$/, path);
      for (const value of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
        const same = await ada.call("GET", path, undefined, { "if-none-match": value });
        assert.equal(same.status, 304, `${path} ${value}`);
        assert.equal(await same.text(), "");
        assert.equal(same.headers.get("etag"), tag);
      }
      tags.set(path, tag);
    }
    await ada.json(200, "PATCH", `/projects/${id}`, { title: "B" });
    for (const path of paths.slice(0, 4)) {
      const changed = await ada.call("GET", path, undefined, { "if-none-match": tags.get(path)! });
      assert.equal(changed.status, 200, path);
      await changed.body?.cancel();
    }
  }));

Deno.test("If-Match guards a change: a stale one is 412 and nothing happens", () =>
  withApp(async (app) => {
    const [ada, bob] = [await app.signUp(), await app.signUp()];
    const { id } = await ada.json(201, "POST", "/projects", { title: "A" });
    await ada.json(201, "PUT", `/projects/${id}/members/${bob.id}`, { role: "viewer" });
    const { canvases } = await ada.json(200, "GET", `/projects/${id}/canvases`);
    const canvas = `/canvases/${canvases[0].id}`;
    const tagOf = async (path: string) => (await ada.call("GET", path)).headers.get("etag")!;
    const cases: [string, string, unknown, string][] = [
      ["PATCH", `/projects/${id}`, { title: "B" }, await tagOf(`/projects/${id}`)],
      ["PATCH", canvas, { name: "B" }, await tagOf(canvas)],
    ];
    for (const [method, path, body, tag] of cases) {
      const stale = await ada.call(method, path, body, { "if-match": '"stale"' });
      assert.equal(stale.status, 412, path);
      assert.equal((await stale.json()).error.code, "PRECONDITION_FAILED");
      assert.equal(await tagOf(path), tag, "unchanged");
      const fresh = await ada.call(method, path, body, { "if-match": tag });
      assert.equal(fresh.status, 200, path);
      const late = await ada.call(method, path, body, { "if-match": tag });
      assert.equal(late.status, 412, "the tag is of the state before");
    }
    for (const path of [`/projects/${id}/members/${bob.id}`, canvas, `/projects/${id}`]) {
      const stale = await ada.call("DELETE", path, undefined, { "if-match": '"stale"' });
      assert.equal(stale.status, 412, path);
    }
    assert.equal(
      (await ada.call("DELETE", `/projects/${id}`, undefined, { "if-match": "*" })).status,
      204,
    );
  }));
