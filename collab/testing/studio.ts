/** A server of rooms with a real database, and people who come to it with the stock provider. */
import { HocuspocusProvider } from "@hocuspocus/provider";
import * as Y from "yjs";
import { connect, type Sql } from "../../db/client.ts";
import { insertUpdates } from "../../db/doc_updates.ts";
import { insertProject } from "../../db/projects.ts";
import { insertSession } from "../../db/sessions.ts";
import { insertUser } from "../../db/users.ts";
import { uuidv7 } from "../../services/ids.ts";
import { createLog } from "../../services/log.ts";
import type { Role } from "../../services/policy.ts";
import { createTokens } from "../../services/tokens/tokens.ts";
import { startTestDatabase } from "../../tests/fixtures/database.ts";
import { Line } from "../../tests/fixtures/line.ts";
import { createAccess } from "../access.ts";
import { seedUpdate } from "../document/edits.ts";
import { CANVAS_HEIGHT } from "../document/schema.ts";
import type { RoomLimits } from "../limits.ts";
import { roomName } from "../room_name.ts";
import { createRooms, type Rooms } from "../rooms.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  readonly token: string;
}

export interface Peer {
  readonly doc: Y.Doc;
  readonly provider: HocuspocusProvider;
  readonly line: Line;
  /** Every close of its socket so far. */
  readonly closes: readonly { code: number; reason: string }[];
  readonly refusals: readonly string[];
  /** What the server told the room. */
  readonly told: readonly string[];
  /** Nothing is unsaved and the first sync is done. */
  saved(): boolean;
}

export interface Studio {
  readonly sql: Sql;
  readonly rooms: Rooms;
  /** ws://…/collab */
  readonly url: string;
  /** Lines of the server's log, as JSON. */
  readonly log: readonly string[];
  person(name: string): Promise<Person>;
  project(owner: Person): Promise<string>;
  join(projectId: string, person: Person, role: Role): Promise<void>;
  token(person: Person, issuedAtMs?: number): Promise<string>;
  open(projectId: string, person: Person, options?: { token?: () => Promise<string> }): Peer;
  /** A socket without a provider; messages are sent as given. */
  raw(): Promise<RawSocket>;
  logRows(projectId: string): Promise<number>;
  /** Starts the rooms again on the same database, as a new process would. */
  restart(): Promise<void>;
}

export interface RawSocket {
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
}

export async function withStudio(
  body: (studio: Studio) => Promise<void>,
  limits: Partial<RoomLimits> = {},
): Promise<void> {
  const database = await startTestDatabase();
  const sql = connect(database.url, { max: 8 });
  const lines: string[] = [];
  const tokens = createTokens({ secret: "a secret of the tests, long enough to sign with" });
  const log = createLog("debug", (line) => lines.push(line));
  const begin = () =>
    createRooms({
      sql,
      access: createAccess({ sql, tokens }),
      log,
      limits: { ...quick, ...limits },
    });
  let rooms = begin();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    (request) => rooms.upgrade(request),
  );
  const url = `ws://127.0.0.1:${server.addr.port}/collab`;
  const peers: Peer[] = [];
  const raws: RawSocket[] = [];

  const token = async (person: Pick<Person, "id" | "sessionId">, issuedAtMs = Date.now()) => {
    const secret = "a secret of the tests, long enough to sign with";
    const issuer = createTokens({ secret, nowMs: () => issuedAtMs });
    return (await issuer.signAccess({ userId: person.id, sessionId: person.sessionId })).token;
  };

  const studio: Studio = {
    sql,
    get rooms() {
      return rooms;
    },
    url,
    log: lines,
    token,
    async person(name) {
      const id = uuidv7();
      const email = `${name}-${id}@example.org`;
      await insertUser(sql, { id, email, username: `${name}-${id}`, password_hash: "-", color: 3 });
      const sessionId = uuidv7();
      const expires_at = new Date(Date.now() + 3_600_000);
      await insertSession(sql, { id: sessionId, user_id: id, user_agent: "test", expires_at });
      return { id, name: `${name}-${id}`, sessionId, token: await token({ id, sessionId }) };
    },
    async project(owner) {
      const id = uuidv7();
      const project = { id, owner_id: owner.id, title: "First light", description: null };
      await insertProject(sql, { ...project, is_public: false });
      const payload = seedUpdate({ title: "First light", canvasId: uuidv7() });
      await insertUpdates(sql, [{ project_id: id, payload, actor_id: owner.id, origin: "rest" }]);
      return id;
    },
    async join(projectId, person, role) {
      await sql`insert into members (project_id, user_id, role)
        values (${projectId}, ${person.id}, ${role})
        on conflict (project_id, user_id) do update set role = excluded.role`;
    },
    open(projectId, person, options = {}) {
      const peer = openPeer(url, projectId, options.token ?? person.token);
      peers.push(peer);
      return peer;
    },
    async raw() {
      const socket = new WebSocket(url);
      socket.binaryType = "arraybuffer";
      const { promise: closed, resolve } = Promise.withResolvers<
        { code: number; reason: string }
      >();
      socket.onclose = ({ code, reason }) => resolve({ code, reason });
      await new Promise((resolve, reject) => [socket.onopen, socket.onerror] = [resolve, reject]);
      const raw = { socket, closed };
      raws.push(raw);
      return raw;
    },
    async logRows(projectId) {
      const [row] = await sql<{ n: number }[]>`
        select count(*) as n from doc_updates where project_id = ${projectId}`;
      return row!.n;
    },
    async restart() {
      await rooms.close();
      rooms = begin();
    },
  };

  try {
    await body(studio);
  } finally {
    await Promise.all(peers.map(leave));
    await Promise.all(raws.map(({ socket, closed }) => (socket.close(), closed)));
    await rooms.close();
    await server.shutdown();
    await sql.end({ timeout: 5 });
    await database.stop();
  }
}

/** What a person draws. */
export function stroke(id: string, canvas: string) {
  return {
    id,
    canvas,
    points: [{ x: 1, y: CANVAS_HEIGHT / 2, pressure: 0.5, timeMs: 0 }],
    color: "indigo",
    width: 4,
    tool: "pen",
    by: "whoever",
    at: 1,
  } as const;
}

/** A message of the protocol: the room's name, the kind, and the rest as it is. */
export function frame(room: string, kind: number, ...rest: readonly Uint8Array[]): Uint8Array {
  return join(text(roomName(room)), number(kind), ...rest);
}

/** Variable-length unsigned integer. */
export function number(value: number): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push(128 | (value % 128));
  return Uint8Array.from([...bytes, value]);
}

export function bytes(value: Uint8Array): Uint8Array {
  return join(number(value.length), value);
}

export function text(value: string): Uint8Array {
  return bytes(new TextEncoder().encode(value));
}

export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

const quick: Partial<RoomLimits> = { projectionDelayMs: 20 };

function openPeer(url: string, projectId: string, token: string | (() => Promise<string>)): Peer {
  const doc = new Y.Doc();
  const line = new Line(url);
  const closes: { code: number; reason: string }[] = [];
  const refusals: string[] = [];
  const told: string[] = [];
  const provider = new HocuspocusProvider({
    websocketProvider: line,
    name: roomName(projectId),
    token,
    document: doc,
    onClose: ({ event }) => closes.push({ code: event.code, reason: event.reason }),
    onAuthenticationFailed: ({ reason }) => refusals.push(reason),
    onStateless: ({ payload }) => told.push(payload),
  });
  provider.attach();
  line.connect();
  const saved = () => provider.isSynced && !provider.hasUnsyncedChanges;
  return { doc, provider, line, closes, refusals, told, saved };
}

async function leave({ provider, line, doc }: Peer): Promise<void> {
  provider.destroy();
  await line.end();
  doc.destroy();
}
