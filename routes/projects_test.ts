import assert from "node:assert/strict";
import { uuidv7 } from "../services/ids.ts";
import { type Answer, laidTake, withApp } from "../tests/fixtures/app.ts";
import { ROUTES } from "./access_table_fixture.ts";

Deno.test("a project is made with one canvas, read, changed, deleted and restored", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const made = await ada.json(201, "POST", "/projects", { title: "Night river" });
    assert.deepEqual(made, {
      id: made.id,
      title: "Night river",
      description: null,
      is_public: false,
      owner: { id: ada.id, username: "ada" },
      role: "owner",
      copied_from: null,
      created_at: made.created_at,
      updated_at: made.updated_at,
      deleted_at: null,
    });
    assert.deepEqual(await ada.json(200, "GET", `/projects/${made.id}`), made);
    const { canvases } = await ada.json(200, "GET", `/projects/${made.id}/canvases`);
    assert.equal(canvases.length, 1);
    const document = await ada.json(200, "GET", `/projects/${made.id}/document`);
    assert.equal(document.meta.title, "Night river");
    assert.equal(document.canvases[0].id, canvases[0].id);

    const patched = await ada.json(200, "PATCH", `/projects/${made.id}`, {
      title: "Day river",
      description: "slow",
    });
    assert.equal(patched.title, "Day river");
    const merged = await ada.call("PATCH", `/projects/${made.id}`, { is_public: true }, {
      "content-type": "application/merge-patch+json",
    });
    assert.equal((await merged.json()).is_public, true);
    const cleared = await ada.json(200, "PATCH", `/projects/${made.id}`, { description: null });
    assert.equal(cleared.description, null);
    const after = await ada.json(200, "GET", `/projects/${made.id}/document`);
    assert.equal(after.meta.title, "Day river", "the document's title follows");

    await ada.json(204, "DELETE", `/projects/${made.id}`);
    await ada.json(404, "GET", `/projects/${made.id}`);
    await ada.json(404, "GET", `/canvases/${canvases[0].id}`);
    assert.equal((await ada.json(200, "GET", "/projects")).total, 0);
    const bin = await ada.json(200, "GET", "/projects?deleted=true");
    assert.equal(bin.projects[0].id, made.id);
    await ada.json(200, "POST", `/projects/${made.id}/restore`);
    await ada.json(409, "POST", `/projects/${made.id}/restore`);
    assert.equal((await ada.json(200, "GET", `/projects/${made.id}`)).title, "Day river");
  }));

Deno.test("after 30 days a deleted project does not come back", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "Old" });
    await ada.json(204, "DELETE", `/projects/${id}`);
    await app.sql`update projects set deleted_at = now() - interval '31 days' where id = ${id}`;
    await ada.json(404, "POST", `/projects/${id}/restore`);
    assert.equal((await ada.json(200, "GET", "/projects?deleted=true")).total, 0);
  }));

Deno.test("the list is mine and what is shared with me, newest change first, in pages", () =>
  withApp(async (app) => {
    const [ada, bob, eve] = [await app.signUp(), await app.signUp(), await app.signUp()];
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      const { id } = await ada.json(201, "POST", "/projects", { title: `Song ${n}` });
      await app.sql`
        update projects set updated_at = ${new Date(Date.now() - n * 60_000)} where id = ${id}`;
      ids.push(id);
    }
    await eve.json(201, "POST", "/projects", { title: "Not hers" });
    const page = async (query: string) => {
      const answer = await ada.call("GET", `/projects?${query}`);
      const body = await answer.json();
      const titles = body.projects.map((p: Answer) => p.title);
      return { ...body, titles, link: answer.headers.get("link") ?? "" };
    };
    const first = await page("limit=2");
    assert.deepEqual(first.titles, ["Song 1", "Song 2"]);
    assert.deepEqual([first.total, first.page, first.limit], [5, 1, 2]);
    assert.match(first.link, /<\/api\/v1\/projects\?limit=2&page=2>; rel="next"/);
    const last = await page("limit=2&page=3");
    assert.deepEqual(last.titles, ["Song 5"]);
    assert.doesNotMatch(last.link, /rel="next"/);
    const beyond = await page("limit=2&page=9");
    assert.deepEqual([beyond.titles, beyond.total], [[], 5]);
    assert.deepEqual((await page("sort=title&limit=1")).titles, ["Song 1"]);
    assert.deepEqual((await page("sort=-title&limit=1")).titles, ["Song 5"]);
    for (const bad of ["limit=0", "limit=101", "limit=x", "page=0", "sort=owner"]) {
      await ada.json(422, "GET", `/projects?${bad}`);
    }
    assert.equal((await bob.json(200, "GET", "/projects")).total, 0);
    await ada.json(201, "PUT", `/projects/${ids[3]}/members/${bob.id}`, { role: "viewer" });
    const shared = await bob.json(200, "GET", "/projects");
    assert.deepEqual(shared.projects.map((p: Answer) => [p.id, p.role]), [[ids[3], "viewer"]]);
  }));

Deno.test("search finds words in title, description and lyrics, and takes its signs literally", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    await ada.json(201, "POST", "/projects", { title: "Blue Whale", description: "the deep sea" });
    await ada.json(201, "POST", "/projects", { title: "100% wool_coat \\o/" });
    const third = await ada.json(201, "POST", "/projects", { title: "Third" });
    await app.sql`
      insert into lyrics (project_id, text) values (${third.id}, 'the moon is a harsh mistress')
      on conflict (project_id) do update set text = excluded.text`;
    const found = async (search: string) => {
      const query = new URLSearchParams({ search, sort: "title" });
      const { projects } = await ada.json(200, "GET", `/projects?${query}`);
      return projects.map((p: Answer) => p.title);
    };
    assert.deepEqual(await found("whale blue"), ["Blue Whale"]);
    assert.deepEqual(await found("DEEP"), ["Blue Whale"]);
    assert.deepEqual(await found("moon harsh"), ["Third"]);
    assert.deepEqual(await found("%"), ["100% wool_coat \\o/"]);
    assert.deepEqual(await found("l_c"), ["100% wool_coat \\o/"]);
    assert.deepEqual(await found("\\o"), ["100% wool_coat \\o/"]);
    assert.deepEqual(await found("'; drop table projects; --"), []);
    assert.equal((await found("")).length, 3);
  }));

Deno.test("hostile text is stored and given back as it is", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const texts = [
      "'; drop table users; --",
      "<script>alert(1)</script>",
      '"><img src=x onerror=alert(1)>',
      "{{7*7}} ${7*7} %s %n",
      "\u202e\u0000".replace("\0", "") + "evil",
      "__proto__",
      "Ünïcödé 🎵 नमस्ते مرحبا",
      "a\r\nSet-Cookie: x=y",
      "../../etc/passwd",
    ];
    for (const title of texts) {
      const made = await ada.json(201, "POST", "/projects", { title, description: title });
      const read = await ada.json(200, "GET", `/projects/${made.id}`);
      assert.deepEqual([read.title, read.description], [title, title]);
      const document = await ada.json(200, "GET", `/projects/${made.id}/document`);
      assert.equal(document.meta.title, title);
    }
    for (const title of ["", "   ", "x".repeat(256), "a\0b", "\ud800", 5, null, ["x"]]) {
      const answer = await ada.call("POST", "/projects", { title });
      assert.equal(answer.status, 422, JSON.stringify(title));
      assert.equal((await answer.json()).error.details.fields[0].field, "title");
    }
  }));

Deno.test("what a body may not set is refused by name and never applied", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "Mine" });
    const sets = {
      id: uuidv7(),
      owner_id: uuidv7(),
      user_id: uuidv7(),
      role: "owner",
      is_admin: true,
      status: "done",
      created_at: "2020-01-01T00:00:00.000Z",
      updated_at: "2020-01-01T00:00:00.000Z",
      deleted_at: null,
    };
    for (const [field, value] of Object.entries(sets)) {
      for (const [method, path] of [["POST", "/projects"], ["PATCH", `/projects/${id}`]] as const) {
        const { error } = await ada.json(422, method, path, { title: "x", [field]: value });
        assert.deepEqual(error.details.fields.map((f: Answer) => f.field), [field]);
      }
    }
    assert.equal((await ada.json(200, "GET", "/projects")).total, 1);
    assert.equal((await ada.json(200, "GET", `/projects/${id}`)).title, "Mine");
    const polluted = await ada.call(
      "POST",
      "/projects",
      JSON.parse('{"title":"x","__proto__":{}}'),
    );
    assert.equal(polluted.status, 422);
  }));

Deno.test("members come, change and go, and their rights with them", () =>
  withApp(async (app) => {
    const [ada, bob, eve] = [await app.signUp("ada"), await app.signUp("bob"), await app.signUp()];
    const { id } = await ada.json(201, "POST", "/projects", { title: "Ours" });
    const members = `/projects/${id}/members`;
    await ada.json(404, "PUT", `${members}/${uuidv7()}`, { role: "viewer" });
    await ada.json(422, "PUT", `${members}/${bob.id}`, { role: "owner" });
    await ada.json(409, "PUT", `${members}/${ada.id}`, { role: "viewer" });
    await ada.json(201, "PUT", `${members}/${bob.id}`, { role: "viewer" });
    await bob.json(403, "PATCH", `/projects/${id}`, { title: "x" });
    await ada.json(200, "PUT", `${members}/${bob.id}`, { role: "editor" });
    await bob.json(200, "PATCH", `/projects/${id}`, { title: "Bob was here" });
    await bob.json(403, "PATCH", `/projects/${id}`, { is_public: true });
    await bob.json(403, "PUT", `${members}/${eve.id}`, { role: "viewer" });
    const list = await bob.json(200, "GET", members);
    assert.deepEqual(
      list.members.map((m: Answer) => [m.username, m.role]),
      [["ada", "owner"], ["bob", "editor"]],
    );
    await bob.json(403, "DELETE", `${members}/${ada.id}`);
    await ada.json(409, "DELETE", `${members}/${ada.id}`);
    await bob.json(204, "DELETE", `${members}/${bob.id}`);
    await bob.json(404, "GET", `/projects/${id}`);
    await ada.json(404, "DELETE", `${members}/${bob.id}`);
    const actions = await app
      .sql`select action from audit_log where project_id = ${id} order by id`;
    assert.deepEqual(actions.map((row) => row.action), [
      "member.put",
      "member.put",
      "member.leave",
    ]);
  }));

Deno.test("every route, for every role: who may, who may not, and who never learns", async (t) => {
  await withApp(async (app) => {
    const people = {
      owner: await app.signUp(),
      editor: await app.signUp(),
      commenter: await app.signUp(),
      viewer: await app.signUp(),
      stranger: await app.signUp(),
    };
    const { owner, stranger } = people;
    const make = async () => {
      const { id } = await owner.json(201, "POST", "/projects", { title: "P" });
      for (const role of ["editor", "commenter", "viewer"] as const) {
        await owner.json(201, "PUT", `/projects/${id}/members/${people[role].id}`, { role });
      }
      const { canvases } = await owner.json(200, "GET", `/projects/${id}/canvases`);
      const second = await owner.json(201, "POST", `/projects/${id}/canvases`, {});
      const stroke = { points: [[1, 1]], color: "indigo", width: 4 };
      const { ids } = await owner.json(201, "POST", `/canvases/${second.id}/strokes`, {
        strokes: [stroke],
      });
      const version = await owner.json(201, "POST", `/projects/${id}/versions`, { name: "V" });
      const recording_id = await laidTake(app, id, owner.id);
      const { tracks } = await owner.json(200, "GET", `/projects/${id}/tracks`);
      return {
        project_id: id,
        canvas_id: second.id,
        other_canvas_id: canvases[0].id,
        shape_id: ids[0],
        version_id: version.id,
        user_id: stranger.id,
        recording_id,
        track_id: tracks[0].id,
      };
    };
    const foreign = await stranger.json(201, "POST", "/projects", { title: "Theirs" });
    let ids = await make();
    for (const route of ROUTES) {
      await t.step(`${route.method} ${route.path}`, async () => {
        for (const [role, person] of Object.entries(people)) {
          const wanted = route.status[role as keyof typeof people];
          const path = route.path.replace(/\{(\w+)\}/g, (_, key) => ids[key as keyof typeof ids]);
          const answer = await person.call(route.method, path, route.body);
          const text = await answer.text();
          assert.equal(answer.status, wanted, `${role}: ${text}`);
          if (wanted === 404) assert.doesNotMatch(text, new RegExp(ids.canvas_id), "no leak");
          if (answer.ok && route.method !== "GET") ids = await make(); // it is another one now
        }
        const nobody = await app.request(
          `/api/v1${route.path.replace(/\{\w+\}/g, uuidv7())}`,
          { method: route.method },
        );
        assert.equal(nobody.status, 401, "without a token");
        await nobody.body?.cancel();
      });
    }
    await t.step("ids of one project below another are unknown", async () => {
      await owner.json(404, "DELETE", `/canvases/${ids.other_canvas_id}/shapes/${ids.shape_id}`);
      await owner.json(404, "GET", `/projects/${foreign.id}/canvases`);
    });
    await t.step("a path that holds no id is unknown, not an error", async () => {
      for (const id of ["1", "' or 1=1", "..%2f..", "0193f3a8-6c1e-7a4b-9d53"]) {
        await owner.json(404, "GET", `/projects/${encodeURIComponent(id)}`);
        await owner.json(404, "GET", `/canvases/${encodeURIComponent(id)}`);
      }
    });
  });
});

Deno.test("a public project may be looked at by anybody with an account, and only that", () =>
  withApp(async (app) => {
    const [ada, eve] = [await app.signUp(), await app.signUp()];
    const made = await ada.json(201, "POST", "/projects", { title: "Open", is_public: true });
    const seen = await eve.json(200, "GET", `/projects/${made.id}`);
    assert.equal(seen.role, "viewer");
    await eve.json(200, "GET", `/projects/${made.id}/document`);
    await eve.json(403, "PATCH", `/projects/${made.id}`, { title: "x" });
    await eve.json(403, "DELETE", `/projects/${made.id}`);
    assert.equal((await eve.json(200, "GET", "/projects")).total, 0, "not in my list");
    await ada.json(200, "PATCH", `/projects/${made.id}`, { is_public: false });
    await eve.json(404, "GET", `/projects/${made.id}`);
  }));
