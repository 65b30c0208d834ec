import { type ReadonlySignal, useComputed } from "@preact/signals";
import { clock } from "../transport/time_axis.ts";

export interface SongAtNeedle {
  readonly transport: { readonly position: ReadonlySignal<number> };
  readonly song: ReadonlySignal<{ readonly durationSeconds: number }>;
}

/** Where in the song an uploaded sound begins: at the needle, or at the start when the song was heard to its end. */
export function uploadSeconds({ transport, song }: SongAtNeedle): number {
  const needle = transport.position.value;
  return needle >= song.value.durationSeconds - .01 ? 0 : needle;
}

/** Says so where it is not the start. */
export function UploadPlace({ studio }: { readonly studio: SongAtNeedle }) {
  const place = useComputed(() => clock(uploadSeconds(studio)));
  return place.value === clock(0) ? null : <>It begins at the needle, {place}.</>;
}
