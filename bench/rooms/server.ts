import { type Program, startOurs, startProgram } from "./processes.ts";
import type { Setting } from "./setting.ts";

/** A running server, and how to come in. */
export interface Server extends Program {
  readonly name: "ours" | "stock";
  readonly port: number;
  readonly url: string;
  readonly token: string;
  readonly rooms: readonly string[];
}

interface Hello {
  readonly port: number;
  readonly token: string;
  readonly rooms: readonly string[];
}

export async function startOurServer(
  { databaseUrl }: Setting,
  rooms: number,
  flags: readonly string[] = [],
): Promise<Server> {
  return await greeted("ours", startOurs("our_server.ts", { databaseUrl, rooms }, flags));
}

/** @param program as `Setting.stock` gives it. */
export async function startStockServer(program: string, rooms: number): Promise<Server> {
  return await greeted("stock", startProgram("node", [program, String(freePort()), String(rooms)]));
}

async function greeted(name: Server["name"], program: Program): Promise<Server> {
  const hello = await program.next<Hello>();
  return { ...program, ...hello, name, url: `ws://127.0.0.1:${hello.port}/collab` };
}

function freePort(): number {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  listener.close();
  return listener.addr.port;
}
