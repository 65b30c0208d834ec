/** The render worker: synthesis and mixing, away from the thread that serves sockets. */
import { processStem } from "../mixer/channel_strip.ts";
import { masterFiles } from "./master_files.ts";
import type { RenderAnswer, RenderTask } from "./protocol.ts";
import { SAMPLE_RATE } from "./sample_rate.ts";
import { loadSoundfont } from "./soundfont.ts";
import { synthesizePart } from "./synthesize.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<RenderTask>) => void;
  postMessage(answer: RenderAnswer, transfer: Transferable[]): void;
};

let soundfont: ReturnType<typeof loadSoundfont> | undefined;

scope.onmessage = async ({ data: task }) => {
  try {
    const answer = await perform(task);
    scope.postMessage(answer, buffersOf(answer));
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    scope.postMessage({ type: "failed", message, stack }, []);
  }
};

async function perform(task: RenderTask): Promise<RenderAnswer> {
  if (task.type === "master") {
    const master = masterFiles([...task.stems], SAMPLE_RATE, task.fadeSeconds);
    return { type: "master", master };
  }
  const { part, style, frames, gainDb } = task;
  soundfont ??= loadSoundfont();
  const stem = await synthesizePart(await soundfont, part, frames, SAMPLE_RATE);
  const options = { role: part.role, style, sampleRate: SAMPLE_RATE, gainDb };
  return { type: "stem", stem, gainDb: processStem(stem, options) };
}

/** What is handed over instead of copied. */
function buffersOf(answer: RenderAnswer): Transferable[] {
  switch (answer.type) {
    case "stem":
      return [answer.stem.left.buffer, answer.stem.right.buffer];
    case "master":
      return [answer.master.mix, ...answer.master.stems]
        .flatMap(({ wav, peaks }) => [wav.buffer, peaks.buffer]);
    case "failed":
      return [];
  }
}
