import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { countWords } from "./lyric_lines.ts";

/** Everyone's words, in one text. The editor comes when it is first seen; until then the words are there to read. */
export function LyricsPanel({ studio }: { readonly studio: Studio }) {
  const { lyrics } = studio.room.document;
  const host = useRef<HTMLDivElement>(null);
  const open = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const words = useComputed(() => countWords(lyrics.value));
  const load = () => {
    problem.value = null;
    let end: (() => void) | null = null;
    let left = false;
    import("./editor.ts").then(({ openLyricsEditor }) => {
      if (left) return;
      end = openLyricsEditor({ parent: host.current!, room: studio.room, canEdit: studio.canEdit });
      open.value = true;
    }).catch((error) => problem.value = asProblem(error));
    return () => {
      left = true;
      end?.();
    };
  };
  const close = useRef<() => void>();
  useEffect(() => {
    close.current = load();
    return () => close.current?.();
  }, [studio]);
  const writers = studio.room.presence.others.value.filter(({ doing }) => doing === "typing");
  return (
    <div class="lyrics-panel">
      {problem.value
        ? (
          <ProblemNote
            problem={problem.value}
            what="The editor could not be fetched; the words are below."
            onRetry={() => close.current = load()}
          />
        )
        : null}
      <div class="lyrics" ref={host}>
        {open.value ? null : <p class="lyrics-plain">{lyrics.value}</p>}
      </div>
      <p class="row between small muted lyrics-foot">
        <span>{words.value === 1 ? "1 word" : `${words.value} words`}</span>
        <span>
          {studio.canEdit.value
            ? writers.length > 0
              ? `${
                [...new Set(writers.map(({ user }) => user.name.split(" ")[0]!))].join(" and ")
              } ${writers.length > 1 ? "are" : "is"} writing`
              : "A line like [Chorus] begins a section"
            : "You can read, not write"}
        </span>
      </p>
    </div>
  );
}
