/** What happens over REST reaches the sockets of a room, and the reverse. */
import assert from "node:assert/strict";
import { patchCanvas } from "../collab/document/edits.ts";
import { view } from "../collab/document/view.ts";
import { type Peer, type Studio, withStudio } from "../tests/fixtures/studio.ts";
import { silentLog } from "../services/log.ts";
import { createTokens } from "../services/tokens/tokens.ts";
import { appOn, type Person, signUpWith, type TestApp } from "../tests/fixtures/app.ts";
import { until } from "../tests/fixtures/until.ts";

const AT_ONCE = { withinMs: 1000, everyMs: 5 };

interface House {
  readonly request: TestApp["request"];
  signUp: TestApp["signUp"];
  /** Opens a project as somebody with a browser would. */
  enter(project: string, person: Person, token?: string): Peer;
}

function withHouse(body: (house: House) => Promise<void>): Promise<void> {
  return withStudio(async (studio: Studio) => {
    const tokens = createTokens({ secret: "a secret of the tests, long enough to sign with" });
    const { sql, rooms } = studio;
    const { request, close } = await appOn({ sql, rooms, tokens, log: silentLog });
    const enter: House["enter"] = (project, person, token = person.token) =>
      studio.open(project, { id: person.id, name: person.username, sessionId: "", token });
    try {
      await body({ request, signUp: signUpWith(request), enter });
    } finally {
      await close();
    }
  });
}

Deno.test("a stroke sent over REST is in open tabs within a second, and a tab's edit in REST", () =>
  withHouse(async ({ signUp, enter }) => {
    const ada = await signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "Live" });
    const tab = enter(id, ada);
    await until("in", () => tab.saved());
    const canvas = view(tab.doc).canvases[0]!.id;
    const { ids } = await ada.json(201, "POST", `/canvases/${canvas}/strokes`, {
      strokes: [{ points: [[1, 2], [3, 4]], color: "indigo", width: 4 }],
    });
    await until("drawn", () => view(tab.doc).shapes[0]?.id === ids[0], AT_ONCE);
    await ada.json(200, "PATCH", `/projects/${id}`, { title: "Renamed" });
    await until("renamed", () => view(tab.doc).meta.title === "Renamed", AT_ONCE);
    await ada.json(200, "PATCH", `/canvases/${canvas}`, { mood: { valence: 0.5 } });
    await until("moved", () => view(tab.doc).canvases[0]!.mood.valence === 0.5, AT_ONCE);

    tab.doc.transact(() => patchCanvas(tab.doc, canvas, { mood: { arousal: -0.5 } }));
    await until("saved", () => tab.saved());
    const { mood } = await ada.json(200, "GET", `/canvases/${canvas}`);
    assert.deepEqual(mood, { valence: 0.5, arousal: -0.5 });
  }));

Deno.test("the end of a session closes its sockets at once, and no other's", async (t) => {
  await withHouse(async ({ request, signUp, enter }) => {
    const post = (path: string, body: unknown) =>
      request(`/api/v1${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const ways: Record<string, (phone: Person, laptop: Person) => Promise<void>> = {
      "signing out": (phone) => phone.json(204, "POST", "/auth/logout"),
      "ending it from elsewhere": async (_, laptop) => {
        const { sessions } = await laptop.json(200, "GET", "/auth/sessions");
        const other = sessions.find((session: { current: boolean }) => !session.current);
        await laptop.json(204, "DELETE", `/auth/sessions/${other.id}`);
      },
      "a new password": (_, laptop) =>
        laptop.json(200, "PATCH", "/auth/me", {
          password: "a quiet river bank",
          current_password: laptop.password,
        }),
      "a refresh token that came twice": async (phone) => {
        const body = { refresh_token: phone.refreshToken };
        assert.equal((await post("/auth/refresh", body)).status, 200);
        assert.equal((await post("/auth/refresh", body)).status, 401);
      },
    };
    for (const [way, end] of Object.entries(ways)) {
      await t.step(way, async () => {
        const laptop = await signUp(way);
        const login = await post("/auth/login", {
          email: laptop.email,
          password: laptop.password,
        });
        const { access_token, refresh_token } = await login.json();
        const phone: Person = {
          ...laptop,
          token: access_token,
          refreshToken: refresh_token,
          json: async (_status, method, path) => {
            const headers = { authorization: `Bearer ${access_token}` };
            return await (await request(`/api/v1${path}`, { method, headers })).body
              ?.cancel() as never;
          },
        };
        const { id } = await laptop.json(201, "POST", "/projects", { title: way });
        const [there, here] = [enter(id, phone), enter(id, laptop)];
        await until("both in", () => there.saved() && here.saved());
        await end(phone, laptop);
        await until("closed", () => there.closes[0]?.code === 4401, AT_ONCE);
        assert.deepEqual(here.closes, []);
      });
    }
  });
});

Deno.test("a revoked API token leaves the room at once, and its owner stays", () =>
  withHouse(async ({ signUp, enter }) => {
    const ada = await signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "Machines" });
    const made = await ada.json(201, "POST", "/auth/tokens", { name: "robot" });
    const [robot, hers] = [enter(id, ada, made.token), enter(id, ada)];
    await until("both in", () => robot.saved() && hers.saved());
    await ada.json(204, "DELETE", `/auth/tokens/${made.id}`);
    await until("closed", () => robot.closes[0]?.code === 4401, AT_ONCE);
    assert.deepEqual(hers.closes, []);
  }));

Deno.test("a role that changes is felt by an open tab within a second; so is the end of it", () =>
  withHouse(async ({ signUp, enter }) => {
    const [ada, bob] = [await signUp(), await signUp()];
    const { id } = await ada.json(201, "POST", "/projects", { title: "Roles" });
    const member = `/projects/${id}/members/${bob.id}`;
    await ada.json(201, "PUT", member, { role: "editor" });
    const [hers, his] = [enter(id, ada), enter(id, bob)];
    await until("both in", () => hers.saved() && his.saved());
    const canvas = view(his.doc).canvases[0]!.id;
    const name = (text: string) =>
      his.doc.transact(() => patchCanvas(his.doc, canvas, { name: text }));
    name("as an editor");
    await until("seen", () => view(hers.doc).canvases[0]!.name === "as an editor", AT_ONCE);

    await ada.json(200, "PUT", member, { role: "viewer" });
    name("as a viewer");
    await ada.json(200, "PATCH", `/canvases/${canvas}`, { mood: { valence: 1 } });
    await until("her edit", () => view(hers.doc).canvases[0]!.mood.valence === 1, AT_ONCE);
    const { canvases } = await ada.json(200, "GET", `/projects/${id}/canvases`);
    assert.equal(canvases[0].name, "as an editor", "what a viewer writes goes nowhere");

    await ada.json(204, "DELETE", member);
    await until("sent away", () => his.closes.some(({ code }) => code === 4403), AT_ONCE);
    await ada.json(204, "DELETE", `/projects/${id}`);
    await until("closed", () => hers.closes.some(({ code }) => code === 4403), AT_ONCE);
  }));
