import { useSignal } from "@preact/signals";
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
    since.value = awaySince(visits.last(), new Date());
    const note = () => visits.note(new Date());
    note();
    const timer = setInterval(() => {
      if (!document.hidden) note();
    }, NOTED_EVERY_MS);
    addEventListener("pagehide", note);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", note);
    };
  }, [studio]);
  return (
    <div class="notices">
      {studio.room.save.value.kind === "refused" ? <RefusedNote studio={studio} /> : null}
      {since.value ? <AwayNote studio={studio} since={since} /> : null}
    </div>
  );
}

const NOTED_EVERY_MS = 60_000;
