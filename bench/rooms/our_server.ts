/** The rooms alone, as the product builds them. Prints its port and who may come in, as one JSON line. */
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

const databaseUrl = Deno.args[0]!;
const sql = connect(databaseUrl);
await migrate(sql);
const tokens = createTokens({ secret: "a secret for the bench of more than 32 characters" });
const rooms = createRooms({ sql, databaseUrl, access: createAccess({ sql, tokens }), log });
const [userId, sessionId, projectId] = [uuidv7(), uuidv7(), uuidv7()];
const email = `${userId}@example.org`;
await insertUser(sql, { id: userId, email, username: userId, password_hash: "-", color: 0 });
const expires_at = new Date(Date.now() + 3_600_000);
await insertSession(sql, { id: sessionId, user_id: userId, user_agent: "bench", expires_at });
const project = { id: projectId, owner_id: userId, title: "Bench", description: null };
await insertProject(sql, { ...project, is_public: false });
const payload = seedUpdate({ title: "Bench", canvasId: uuidv7() });
await insertUpdates(sql, [{ project_id: projectId, payload, actor_id: null, origin: "server" }]);
const { token } = await tokens.signAccess({ userId, sessionId });

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen({ port }) {
    const line = JSON.stringify({ port, token, room: roomName(projectId) });
    Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  },
}, (request) => rooms.upgrade(request));
