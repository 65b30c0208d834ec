/// <reference lib="deno.worker" />
import { fold } from "./fold.ts";

/** Folds away from the loop that serves sockets: one message in, one out, in order. */
self.onmessage = ({ data }: MessageEvent<readonly Uint8Array[]>) => {
  const folded = fold(data);
  self.postMessage(folded, [folded.state.buffer as ArrayBuffer]);
};
