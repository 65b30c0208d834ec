// Hocuspocus as its own documentation starts it: it keeps documents in memory and acknowledges from there.
import { Server } from "@hocuspocus/server";

const server = new Server({ port: Number(process.argv[2]), address: "127.0.0.1", quiet: true });
await server.listen();
const line = { port: Number(process.argv[2]), token: "none", room: "bench" };
process.stdout.write(`${JSON.stringify(line)}\n`);
