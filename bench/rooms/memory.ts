/**
 * Memory of a room that is open and idle, with one person in it: what the process takes with 400 of them
 * more than before. Then all leave, and it is looked at whether rooms and memory go; twice over, because
 * what a first crowd leaves behind may be used by the second.
 */
import { judge, say } from "../say.ts";
import { enter, paced, type Place } from "./door.ts";
import type { ServerState } from "./our_server.ts";
import { type Server, startOurServer } from "./server.ts";
import type { Setting } from "./setting.ts";

const ROOMS = 400;
const ROUNDS = 3;
const BAR_KB = 400;
/** Heap that a round may leave behind for each room before it counts as a leak. */
const LEAK_KB = 2;
const SETTLE_MS = 4000;
const ENTERING_AT_ONCE = 25;

export async function run(setting: Setting): Promise<void> {
  const server = await startOurServer(setting, ROOMS, ["--v8-flags=--expose-gc"]);
  try {
    const empty = await settled(server);
    say(`empty: ${megabytes(empty)}`);
    const after: ServerState[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const places = await enterAll(server);
      const full = await settled(server);
      if (full.rooms !== ROOMS) throw new Error(`${full.rooms} rooms are open`);
      say(`${ROOMS} rooms: ${megabytes(full)}`);
      if (round === 0) {
        const each = (full.rssBytes - empty.rssBytes) / ROOMS / 1024;
        judge("one idle room", `${each.toFixed(0)} KB`, `≤ ${BAR_KB} KB`, each <= BAR_KB);
      }
      for (const { socket } of places) {
        socket.onclose = null;
        socket.close();
      }
      after.push(await settled(server));
      say(`all have left: ${megabytes(after.at(-1)!)}, ${after.at(-1)!.rooms} rooms`);
    }
    const [first, last] = [after[0]!, after.at(-1)!];
    const left = (last.heapBytes - first.heapBytes) / (ROUNDS - 1) / ROOMS / 1024;
    judge(
      "left behind",
      `${last.rooms} rooms, ${left.toFixed(2)} KB of heap for each that was open`,
      `0 rooms, ≤ ${LEAK_KB} KB`,
      last.rooms === 0 && left <= LEAK_KB,
    );
  } finally {
    await server.kill();
  }
}

async function enterAll({ url, token, rooms }: Server): Promise<readonly Place[]> {
  const places: Place[] = [];
  await paced(rooms, ENTERING_AT_ONCE, async (room) => {
    places.push(await enter(url, room, token, () => {}));
  });
  return places;
}

/** What follows an arrival or a leaving (lists, versions) has been done by then. */
async function settled({ port }: Server): Promise<ServerState> {
  const ask = async (): Promise<ServerState> =>
    await (await fetch(`http://127.0.0.1:${port}/state`)).json();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await ask(); // a second collection frees what the first one's finalizers held
  return await ask();
}

function megabytes({ rssBytes, heapBytes }: ServerState): string {
  return `${(rssBytes / 2 ** 20).toFixed(0)} MB, of which heap ${
    (heapBytes / 2 ** 20).toFixed(1)
  } MB`;
}
