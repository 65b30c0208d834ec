import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AwayNoteProps } from "../history/away_note.tsx";
import { awaySince, createVisits } from "../history/visits.ts";
import { later } from "../parts/later.tsx";
import type { Studio } from "./studio.ts";

const RefusedNote = later<{ readonly studio: Studio }>(async () =>
  (await import("./refused_note.tsx")).RefusedNote
);
const AwayNote = later<AwayNoteProps>(async () => (await import("./side_panels.ts")).AwayNote);

/** Between the bar and the work: what everyone who comes in should know before they go on. */
export function Notices({ studio }: { readonly studio: Studio }) {
  const { user, projectId } = studio.room;
  const since = useSignal<Date | null>(null);
  useEffect(() => {
    const visits = createVisits(user.id, projectId);
    let here = false;
    // Whoever works without the server sees nothing of what others do, and is away as well.
    const look = () => {
      const before = here;
      here = IN_THE_ROOM.has(studio.room.save.value.kind) && !document.hidden;
      if (!here) return;
      if (!before) since.value = awaySince(visits.last(), new Date()) ?? since.peek();
      visits.note(new Date());
    };
    const stop = new AbortController();
    for (const type of ["pagehide", "visibilitychange"]) {
      addEventListener(type, look, { signal: stop.signal });
    }
    const timer = setInterval(look, NOTED_EVERY_MS);
    const ended = effect(look);
    return () => {
      stop.abort();
      clearInterval(timer);
      ended();
    };
  }, [studio]);
  return (
    <div class="notices">
      {studio.room.save.value.kind === "refused" ? <RefusedNote studio={studio} /> : null}
      {since.value ? <AwayNote key={since.value.getTime()} studio={studio} since={since} /> : null}
    </div>
  );
}

const NOTED_EVERY_MS = 60_000;
const IN_THE_ROOM: ReadonlySet<string> = new Set(["saved", "saving", "readonly"]);
