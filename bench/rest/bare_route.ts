/** The least there is to compare with: one route, one query by key, its row as JSON. */
import { Hono } from "hono";
import { connect } from "../../db/client.ts";

const sql = connect(Deno.args[0]!);
const app = new Hono();
app.get("/projects/:id", async (c) => {
  const [row] = await sql`
    select id, owner_id, title, description, is_public, copied_from, created_at, updated_at
    from projects where id = ${c.req.param("id")}`;
  return row ? c.json(row) : c.notFound();
});
Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen({ port }) {
    const line = `listening on http://127.0.0.1:${port}\n`;
    Deno.stdout.writeSync(new TextEncoder().encode(line));
  },
}, app.fetch);
