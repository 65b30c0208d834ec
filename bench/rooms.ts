/** Rooms: what each part measures stands in its file. Parts share a database that waits for its disk. */
import { loadavg } from "node:os";
import { run as fanout } from "./rooms/fan_out.ts";
import { run as load } from "./rooms/load.ts";
import { run as many } from "./rooms/many.ts";
import { run as memory } from "./rooms/memory.ts";
import { openSetting, type Setting } from "./rooms/setting.ts";
import { run as trace } from "./rooms/trace.ts";
import { say } from "./say.ts";

const PARTS: Readonly<Record<string, (setting: Setting) => Promise<void>>> = {
  fanout,
  many,
  trace,
  load,
  memory,
};

export const parts: readonly string[] = Object.keys(PARTS);

export async function run(chosen: readonly string[]): Promise<void> {
  const setting = await openSetting();
  try {
    for (const part of chosen) {
      say(`— ${part} (load of the machine: ${loadavg()[0]!.toFixed(1)})`);
      await PARTS[part]!(setting);
    }
  } finally {
    await setting.close();
  }
}
