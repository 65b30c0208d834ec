/** The render worker: synthesis and mixing, away from the thread that serves sockets. */
import { yieldToSockets } from "../background_thread.ts";
import type { RenderAnswer, RenderRequest } from "./protocol.ts";
import { loadSoundfont } from "./soundfont.ts";
import { masterStems, renderStem, writeSound } from "./tasks.ts";

yieldToSockets();

const scope = self as unknown as {
  onmessage: (event: MessageEvent<RenderRequest>) => void;
  postMessage(answer: RenderAnswer, transfer: Transferable[]): void;
};

let soundfont: ReturnType<typeof loadSoundfont> | undefined;

scope.onmessage = async ({ data: request }) => {
  try {
    const answer = await perform(request);
    scope.postMessage(answer, buffersOf(answer));
  } catch (error) {
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    scope.postMessage({ type: "failed", message, stack }, []);
  }
};

async function perform(request: RenderRequest): Promise<RenderAnswer> {
  switch (request.type) {
    case "stem":
      soundfont ??= loadSoundfont();
      return { type: "stem", result: await renderStem(await soundfont, request.task) };
    case "master":
      return { type: "master", result: masterStems(request.task) };
    case "write":
      return { type: "write", result: writeSound(request.task) };
  }
}

/** What is handed over instead of copied. */
function buffersOf(answer: RenderAnswer): Transferable[] {
  switch (answer.type) {
    case "stem":
      return [answer.result.stem.left.buffer, answer.result.stem.right.buffer];
    case "master":
      return [answer.result.mix, ...answer.result.stems]
        .flatMap(({ left, right }) => [left.buffer, right.buffer]);
    case "write":
      return [answer.result.wav.buffer, answer.result.peaks.buffer];
    case "failed":
      return [];
  }
}
