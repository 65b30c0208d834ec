// Hocuspocus as its own documentation starts it: it keeps documents in memory and acknowledges from there.
import { Server } from "@hocuspocus/server";

const [port, rooms] = process.argv.slice(2).map(Number);
const server = new Server({ port, address: "127.0.0.1", quiet: true });
await server.listen();
const names = Array.from({ length: rooms }, (_, index) => `bench ${index}`);
process.stdout.write(`${JSON.stringify({ port, token: "none", rooms: names })}\n`);
