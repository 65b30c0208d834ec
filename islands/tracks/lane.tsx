import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { TrackView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { lengthWords } from "../parts/time_words.ts";
import type { Wave } from "./wave.ts";

export interface LaneProps {
  readonly studio: Studio;
  readonly track: TrackView;
  /** Not in the mix: there, but stepping back. */
  readonly faint?: boolean;
  /** What lies on it. */
  readonly children?: ComponentChildren;
}

/** A track's sound on the shared axis. A press moves the needle. */
export function Lane({ studio, track, faint, children }: LaneProps) {
  const drawn = useSignal<Wave | null>(null);
  const { peaks, pieces, start_seconds } = track;
  useEffect(() => {
    const stop = new AbortController();
    drawn.value = null;
    if (peaks) {
      import("../studio/side_panels.ts")
        .then(({ waveOf }) => waveOf(studio.api, track, stop.signal))
        .then((wave) => drawn.value = wave)
        .catch(() => drawn.value = BARE); // the lane stays bare; the sound itself is not touched
    }
    return () => stop.abort();
  }, [peaks, pieces[0] && JSON.stringify([pieces, start_seconds])]);
  const { durationSeconds } = studio.song.value;
  const { zoom, x } = studio.look.value;
  const from = x * durationSeconds - start_seconds;
  const reach = 1.12 * Math.max(QUIETEST, drawn.value?.loudest ?? 1);
  const seek = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const visible = (event.clientX - box.left) / box.width;
    studio.transport.seek((visible / zoom + x) * durationSeconds);
  };
  const words = `${track.name}, ${lengthWords(track.duration_seconds)}${
    pieces[0] ? ", with phrases of other takes" : ""
  }${track.muted ? ", muted" : ""}`;
  return (
    <div class={`lane${track.muted ? " muted" : ""}${faint ? " faint" : ""}`} onPointerDown={seek}>
      <svg
        viewBox={`${from} ${-reach} ${durationSeconds / zoom} ${2 * reach}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <path d={drawn.value?.path ?? ""} />
      </svg>
      {drawn.value === null && track.peaks ? <div class="skel lane-skel" /> : null}
      {children}
    </div>
  );
}

const BARE = { path: "", loudest: 1 };

/** Lanes are as tall as their track is loud, so that a soft part can be read; but hiss stays flat. */
const QUIETEST = .08;
