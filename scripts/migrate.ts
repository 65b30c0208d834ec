/** `deno task migrate`: brings the configured database up to date and says what ran. */
import { parseConfig } from "../config.ts";
import { connect } from "../db/client.ts";
import { startEmbedded } from "../db/embedded.ts";
import { migrate } from "../db/migrate.ts";
import { createLog } from "../services/log.ts";

const config = parseConfig(Deno.env.toObject());
const encoder = new TextEncoder();
const log = createLog(config.logLevel, (line) => {
  Deno.stderr.writeSync(encoder.encode(line + "\n"));
});
const server = config.databaseUrl ? undefined : await startEmbedded(config.dataDir, log);
const sql = connect(server?.url ?? config.databaseUrl!, { max: 1 });
try {
  const ran = await migrate(sql);
  const report = ran.length === 0 ? "up to date" : `ran ${ran.join(", ")}`;
  Deno.stdout.writeSync(encoder.encode(report + "\n"));
} finally {
  await sql.end();
  await server?.stop();
}
