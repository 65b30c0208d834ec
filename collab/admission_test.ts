import { expect } from "expect";
import * as Y from "yjs";
import { newToken } from "../services/tokens/opaque.ts";
import { uuidv7 } from "../services/ids.ts";
import { until } from "../tests/fixtures/until.ts";
import { roots } from "./document/schema.ts";
import { view } from "./document/view.ts";
import {
  bytes,
  frame,
  number,
  type Person,
  type Studio,
  text,
  withStudio,
} from "../tests/fixtures/studio.ts";
import type { Access } from "./access.ts";

Deno.test("R11 strangers, unknown rooms and bad tokens are turned away alike", async () => {
  await withStudio(async (studio) => {
    const [ada, eve] = [await studio.person("ada"), await studio.person("eve")];
    const project = await studio.project(ada);
    const cases = [
      studio.open(project, eve),
      studio.open(uuidv7(), ada),
      studio.open("not-a-project", ada),
      studio.open(project, { ...ada, token: "garbage" }),
      studio.open(project, { ...ada, token: await studio.token(eve) }),
    ];
    for (const peer of cases) {
      await until("turned away", () => peer.refusals.length > 0);
      expect(peer.provider.isSynced).toBe(false);
      expect(roots(peer.doc).canvases.size).toBe(0);
    }
    expect(new Set(cases.slice(0, 3).map(({ refusals }) => refusals[0])).size).toBe(1);
    expect(studio.rooms.stats()).toEqual({ rooms: 0, connections: 0 });
  });
});

Deno.test("R12 viewers, commenters and read-only tokens see everything and change nothing", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const readers: Person[] = [{ ...ada, token: await apiToken(studio, ada, "read") }];
    for (const role of ["viewer", "commenter"] as const) {
      const reader = await studio.person(role);
      await studio.join(project, reader, role);
      readers.push(reader);
    }
    const writer = studio.open(project, { ...ada, token: await apiToken(studio, ada, "write") });
    const peers = readers.map((reader) => studio.open(project, reader));
    await until("all in the room", () => [writer, ...peers].every((peer) => peer.saved()));
    for (const peer of peers) {
      expect(peer.provider.authorizedScope).toBe("readonly");
      roots(peer.doc).lyrics.insert(0, "mine!");
    }
    roots(writer.doc).lyrics.insert(0, "la");
    for (const peer of peers) {
      await until("they see", () => view(peer.doc).lyrics.includes("la"));
      expect(peer.provider.hasUnsyncedChanges).toBe(true);
    }
    expect(view(writer.doc).lyrics).toBe("la");
    expect(await studio.logRows(project)).toBe(2);
  });
});

Deno.test("R12 a viewer's raw socket changes nothing, in whatever message an update comes", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "viewer");
    const { socket } = await studio.raw();
    const answers: number[][] = [];
    socket.onmessage = ({ data }) => answers.push([...new Uint8Array(data)]);
    const doc = new Y.Doc();
    roots(doc).lyrics.insert(0, "mine!");
    const update = bytes(Y.encodeStateAsUpdate(doc));
    const [SYNC, AUTH, SYNC_REPLY] = [0, 2, 4];
    socket.send(new Uint8Array(frame(project, AUTH, number(0), text(bo.token))));
    for (const kind of [SYNC, SYNC_REPLY]) {
      for (const step of [1, 2]) {
        socket.send(new Uint8Array(frame(project, kind, number(step), update)));
      }
    }
    const refused = [...frame(project, 8, number(0))];
    const isRefusal = (answer: number[]) => answer.join() === refused.join();
    await until("each refused", () => answers.filter(isRefusal).length === 4);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("");
    expect(await studio.logRows(project)).toBe(1);
  });
});

Deno.test("R13 a changed role takes effect on open sockets, both ways, and what was held back is sent", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "editor");
    const peer = studio.open(project, bo);
    await until("in the room", () => peer.saved());
    await studio.join(project, bo, "viewer");
    await studio.rooms.refreshRoles(project);
    await until("read-only", () => peer.provider.authorizedScope === "readonly");
    roots(peer.doc).lyrics.insert(0, "held back");
    await studio.rooms.edit(project, { kind: "server" }, (doc) => {
      roots(doc).meta.set("tempo_bpm", 90);
    });
    await until("still listening", () => view(peer.doc).meta.tempo_bpm === 90);
    expect(await studio.rooms.read(project, (doc) => view(doc).lyrics)).toBe("");
    await studio.join(project, bo, "editor");
    await studio.rooms.refreshRoles(project);
    await until(
      "it arrives",
      () => studio.rooms.read(project, (doc) => view(doc).lyrics === "held back"),
    );
    expect(peer.closes).toEqual([]);
  });
});

Deno.test("R13 a member who is removed is sent away at once, and only from there", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const [shared, own] = [await studio.project(ada), await studio.project(bo)];
    await studio.join(shared, bo, "editor");
    const [there, here] = [studio.open(shared, bo), studio.open(own, bo)];
    await until("in both rooms", () => there.saved() && here.saved());
    await studio.sql`delete from members where project_id = ${shared} and user_id = ${bo.id}`;
    await studio.rooms.refreshRoles(shared);
    await until("sent away", () => there.closes[0]?.code === 4403);
    await until("and refused", () => there.refusals.length > 0);
    expect(here.closes).toEqual([]);
  });
});

Deno.test("R13 who is removed while they come in does not come in", async () => {
  const gate = gated();
  await withStudio(
    async (studio) => {
      const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
      const project = await studio.project(ada);
      await studio.join(project, bo, "editor");
      gate.hold();
      const peer = studio.open(project, bo);
      let wasIn = false;
      peer.provider.on("authenticated", () => wasIn = true);
      await until("asked and answered", () => gate.held() === 1);
      await studio.sql`delete from members where project_id = ${project} and user_id = ${bo.id}`;
      await studio.rooms.refreshRoles(project);
      gate.release();
      await until("refused", () => peer.refusals.length > 0);
      expect(wasIn).toBe(false);
    },
    {},
    gate.around,
  );
});

Deno.test("R13 of two changes of a role the last one holds, whichever answer comes first", async () => {
  const gate = gated();
  await withStudio(
    async (studio) => {
      const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
      const project = await studio.project(ada);
      await studio.join(project, bo, "editor");
      const peer = studio.open(project, bo);
      await until("in the room", () => peer.saved());
      gate.hold();
      const first = studio.rooms.refreshRoles(project); // they are an editor still
      await until("asked and answered", () => gate.held() === 1);
      await studio.join(project, bo, "viewer");
      gate.pass();
      await studio.rooms.refreshRoles(project);
      gate.release();
      await first;
      await until("a viewer", () => peer.provider.authorizedScope === "readonly");
      roots(peer.doc).lyrics.insert(0, "mine!");
      await until("not taken", () => peer.provider.hasUnsyncedChanges);
      expect(await studio.logRows(project)).toBe(1);
      expect(peer.closes).toEqual([]);
    },
    {},
    gate.around,
  );
});

Deno.test("R13 where nobody can say who may stay, everybody comes again and is asked", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const project = await studio.project(ada);
    await studio.join(project, bo, "editor");
    const peer = studio.open(project, bo);
    await until("in the room", () => peer.saved());
    await studio.sql`delete from members where project_id = ${project} and user_id = ${bo.id}`;
    await studio.sql`alter table members rename to hidden`;
    await studio.rooms.refreshRoles(project);
    await until("put out", () => peer.closes[0]?.code === 4450);
    await studio.sql`alter table hidden rename to members`;
    await until("refused", () => peer.refusals.length > 0);
  });
});

Deno.test("R14 a person's sockets, or one session's, can be closed everywhere", async () => {
  await withStudio(async (studio) => {
    const [ada, bo] = [await studio.person("ada"), await studio.person("bo")];
    const projects = [await studio.project(ada), await studio.project(ada)];
    for (const project of projects) await studio.join(project, bo, "editor");
    const hers = projects.map((project) => studio.open(project, ada));
    const his = projects.map((project) => studio.open(project, bo));
    await until("all in", () => [...hers, ...his].every((peer) => peer.saved()));
    studio.rooms.closeUser(projects[0]!, bo.id, "removed");
    await until("one is closed", () => his[0]!.closes[0]?.code === 4403);
    expect(his[1]!.closes).toEqual([]);
    studio.rooms.closeUser(null, bo.id, "signed out");
    await until("both are", () => his[1]!.closes[0]?.code === 4403);
    studio.rooms.closeSession(ada.sessionId, "signed out");
    await until("hers too", () => hers.every(({ closes }) => closes[0]?.code === 4401));
  });
});

Deno.test("R15 a token is asked for again before it ends, without losing the socket", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    let asked = 0;
    const token = () => studio.token(ada, Date.now() - (asked++ === 0 ? 870_000 : 0));
    const peer = studio.open(project, ada, { token });
    await until("in the room", () => peer.saved());
    await until("asked again", () => asked === 2);
    roots(peer.doc).lyrics.insert(0, "la");
    await until("saved", () => peer.saved());
    expect(peer.closes).toEqual([]);
  });
});

Deno.test("R15 a socket whose token ended without a new one is closed 4401", async () => {
  await withStudio(async (studio) => {
    const ada = await studio.person("ada");
    const project = await studio.project(ada);
    const old = await studio.token(ada, Date.now() - 899_000);
    const peer = studio.open(project, ada, { token: () => Promise.resolve(old) });
    await until("closed", () => peer.closes[0]?.code === 4401);
  });
});

async function apiToken(studio: Studio, person: Person, scope: "read" | "write"): Promise<string> {
  const { token, hash } = newToken("vct_");
  await studio.sql`insert into api_tokens (id, user_id, name, token_hash, scope)
    values (${uuidv7()}, ${person.id}, 'test', ${hash}, ${scope})`;
  return token;
}

/** Holds up what the database has answered about roles. */
function gated() {
  let held: (() => void)[] = [];
  let isHolding = false;
  return {
    around: (access: Access): Access => ({
      ...access,
      async roleIn(userId, projectId) {
        const role = await access.roleIn(userId, projectId);
        if (isHolding) await new Promise<void>((resolve) => held.push(resolve));
        return role;
      },
    }),
    held: () => held.length,
    hold: () => void (isHolding = true),
    /** What is asked from here on is answered at once. */
    pass: () => void (isHolding = false),
    release() {
      isHolding = false;
      for (const resolve of held) resolve();
      held = [];
    },
  };
}
