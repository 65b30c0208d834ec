import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type LyricTime, readLyricTimes, timesOfLines } from "../../collab/document/lyric_edits.ts";
import { roots } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { sungAt, type SungNow } from "./sung_now.ts";

/** When the words are sung, and which of them sound now. */
export interface SongTimes {
  /** As the last match has left them. */
  readonly stored: ReadonlySignal<readonly LyricTime[]>;
  /** Per line of the text as it stands. */
  readonly times: ReadonlySignal<readonly (LyricTime | null)[]>;
  /** Changes from word to word, not with every frame. */
  readonly sung: ReadonlySignal<SungNow | null>;
  close(): void;
}

export function createSongTimes(
  { room, transport }: Pick<Studio, "room" | "transport">,
  lines: ReadonlySignal<readonly string[]>,
): SongTimes {
  const { meta } = roots(room.doc);
  const stored = signal(readLyricTimes(meta));
  const read = () => stored.value = readLyricTimes(meta);
  meta.observe(read);
  const times = computed(() => timesOfLines(lines.value, stored.value));
  const place = computed(() => {
    const { position, state } = transport;
    const still = position.value === 0 && state.value.kind !== "playing";
    const now = still ? null : sungAt(times.value, position.value, lines.value);
    return now ? `${now.line} ${now.upTo}` : "";
  });
  const sung = computed((): SungNow | null => {
    const [line, upTo] = place.value.split(" ").map(Number);
    return place.value ? { line: line!, upTo: upTo! } : null;
  });
  return { stored, times, sung, close: () => meta.unobserve(read) };
}
