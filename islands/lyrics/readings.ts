import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { LineReading } from "../../services/lyrics/read_lines.ts";
import type { Studio } from "../studio/studio.ts";

/** The server's reading of the words; it follows them at a little distance. */
export interface Readings {
  readonly lines: ReadonlySignal<readonly LineReading[]>;
  close(): void;
}

/** Hands that rest this long have written something worth reading. */
const REST_MS = 350;
/** After a reading that failed. */
const AGAIN_MS = 5000;

export function createReadings({ room, api }: Pick<Studio, "room" | "api">): Readings {
  const lines = signal<readonly LineReading[]>([]);
  let known: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  const ask = async () => {
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const path = `/projects/${room.projectId}/lyrics`;
      const read = await api.get<{ text: string; lines: readonly LineReading[] }>(
        path,
        mine.signal,
      );
      known = read.text;
      lines.value = read.lines;
      // The server may not have had the last letters yet.
      if (known !== room.document.lyrics.peek()) plan(REST_MS * 2);
    } catch {
      if (!mine.signal.aborted) plan(AGAIN_MS); // old numbers stay, and say that they are old
    }
  };
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(ask, ms);
  };
  const unfollow = effect(() => {
    const text = room.document.lyrics.value;
    const { kind } = room.save.value;
    if (text !== known && (kind === "saved" || kind === "readonly")) plan(REST_MS);
  });
  return {
    lines,
    close: () => {
      unfollow();
      clearTimeout(timer);
      asking?.abort();
    },
  };
}
