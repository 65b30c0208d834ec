/**
 * The rooms alone, as the product builds them, with projects made for the bench. Prints its port and who
 * may come in where, as one JSON line. `GET /state` tells its memory (after a collection, where the
 * process lets one be asked for) and how many rooms are open.
 */
import { createAccess } from "../../collab/access.ts";
import { seedUpdate } from "../../collab/document/edits.ts";
import { roomName } from "../../collab/room_name.ts";
import { createRooms } from "../../collab/rooms.ts";
import { connect } from "../../db/client.ts";
import { insertUpdates } from "../../db/doc_updates.ts";
import { migrate } from "../../db/migrate.ts";
import { insertProject } from "../../db/projects.ts";
import { insertSession } from "../../db/sessions.ts";
import { insertUser } from "../../db/users.ts";
import { uuidv7 } from "../../services/ids.ts";
import { silentLog as log } from "../../services/log.ts";
import { createTokens } from "../../services/tokens/tokens.ts";

export interface ServerState {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly rooms: number;
  readonly connections: number;
}

const options: { databaseUrl: string; rooms: number } = JSON.parse(Deno.args[0]!);
const { databaseUrl } = options;
const sql = connect(databaseUrl);
await migrate(sql);
const tokens = createTokens({ secret: "a secret for the bench of more than 32 characters" });
const rooms = createRooms({ sql, databaseUrl, access: createAccess({ sql, tokens }), log });
const [userId, sessionId] = [uuidv7(), uuidv7()];
const email = `${userId}@example.org`;
await insertUser(sql, { id: userId, email, username: userId, password_hash: "-", color: 0 });
const expires_at = new Date(Date.now() + 3_600_000);
await insertSession(sql, { id: sessionId, user_id: userId, user_agent: "bench", expires_at });
const projects = Array.from({ length: options.rooms }, () => uuidv7());
for (const id of projects) await makeProject(id);
const { token } = await tokens.signAccess({ userId, sessionId });

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen({ port }) {
    const line = JSON.stringify({ port, token, rooms: projects.map(roomName) });
    Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  },
}, (request) => request.url.endsWith("/state") ? state() : rooms.upgrade(request));

async function makeProject(id: string): Promise<void> {
  const row = { id, owner_id: userId, title: "Bench", description: null, is_public: false };
  await insertProject(sql, row);
  const payload = seedUpdate({ title: "Bench", canvasId: uuidv7() });
  await insertUpdates(sql, [{ project_id: id, payload, actor_id: null, origin: "server" }]);
}

function state(): Response {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = Deno.memoryUsage();
  const answer: ServerState = { rssBytes: rss, heapBytes: heapUsed, ...rooms.stats() };
  return Response.json(answer);
}
