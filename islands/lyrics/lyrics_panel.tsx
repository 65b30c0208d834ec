import { useSignal } from "@preact/signals";
import { type FunctionComponent } from "preact";
import { useEffect } from "preact/hooks";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";

interface PanelProps {
  readonly studio: Studio;
}

let desk: FunctionComponent<PanelProps> | null = null;

/** Everyone's words, in one text. The desk comes when it is first seen; until then the words are there to read. */
export function LyricsPanel({ studio }: PanelProps) {
  const here = useSignal(desk !== null);
  const problem = useSignal<Problem | null>(null);
  const load = () => {
    problem.value = null;
    import("./lyrics_parts.ts").then(({ LyricsDesk }) => {
      desk = LyricsDesk;
      here.value = true;
    }, (error) => problem.value = asProblem(error));
  };
  useEffect(() => {
    if (!desk) load();
  }, []);
  const Desk = here.value ? desk : null;
  if (Desk) return <Desk studio={studio} />;
  return (
    <div class="lyrics-panel">
      {problem.value
        ? (
          <ProblemNote
            problem={problem.value}
            what="The editor could not be fetched; the words are below."
            onRetry={load}
          />
        )
        : null}
      <div class="lyrics">
        <p class="lyrics-plain">{studio.room.document.lyrics.value}</p>
      </div>
    </div>
  );
}
