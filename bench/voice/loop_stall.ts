import { loadavg } from "node:os";
import { join } from "node:path";
import { workOnVoice } from "../../jobs/voice_tasks.ts";
import { writeWav } from "../../services/mixer/wav.ts";
import { judge } from "../say.ts";
import { KEY, offKeyMinute } from "./off_key.ts";

const BAR_MS = 50;
const TICK_MS = 2;

/** The longest time this thread's event loop stands still while a worker puts a minute in tune and time. */
export async function loopStall(): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const input = join(folder, "take.wav");
    const take = offKeyMinute();
    await Deno.writeFile(input, writeWav(take.channels, take.sampleRate, 24));
    let longest = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last - TICK_MS);
      last = now;
    }, TICK_MS);
    await workOnVoice("process", {
      input,
      settings: {
        pitch: { ...KEY, strength: 1, retuneMs: 40, keepVibrato: 1 },
        timing: { strength: 1, grid: "1/8", tempoBpm: 100, offsetSeconds: -0.5 },
        breaths: { strength: 1 },
      },
      output: {
        wav: join(folder, "out.wav"),
        peaks: join(folder, "peaks"),
        contour: join(folder, "contour.json"),
      },
    }, { signal: new AbortController().signal });
    clearInterval(ticking);
    const figure = `${longest.toFixed(1)} ms at a load of ${loadavg()[0]!.toFixed(1)}`;
    judge(
      "longest stall of the loop while a worker tunes",
      figure,
      `< ${BAR_MS} ms`,
      longest < BAR_MS,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
