import { useSignal } from "@preact/signals";
import { AfterAWhile } from "../parts/after_a_while.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { whenWords } from "../parts/time_words.ts";
import type { Studio } from "../studio/studio.ts";
import { factWords, KIND_WORDS } from "./export_words.ts";
import type { Exports, SongExport } from "./exports.ts";

export interface ExportListProps {
  readonly studio: Studio;
  readonly exports: Exports;
}

/** Every file that was made stays, for everybody in the song. */
export function ExportList({ studio, exports }: ExportListProps) {
  const { list, problem, refresh } = exports;
  if (problem.value) {
    return (
      <ProblemNote
        problem={problem.value}
        what="The files could not be listed."
        onRetry={() => void refresh()}
      />
    );
  }
  if (list.value === null) {
    return (
      <AfterAWhile>
        <p class="small muted">Looking for files…</p>
      </AfterAWhile>
    );
  }
  const done = list.value.filter(({ file }) => file !== null);
  if (done.length === 0) {
    return <p class="small muted">Nothing yet. What is exported stays here, for everybody.</p>;
  }
  return (
    <ul class="people-list">
      {done.map((one) => <Line key={one.id} studio={studio} exports={exports} one={one} />)}
    </ul>
  );
}

function Line({ studio, exports, one }: ExportListProps & { readonly one: SongExport }) {
  const fetching = useSignal(false);
  const name = `${KIND_WORDS[one.kind]}, ${one.format.toUpperCase()}`;
  const by = one.created_by === studio.room.user.id ? "you" : studio.nameOf(one.created_by ?? "");
  const when = whenWords(new Date(one.created_at), new Date());
  const download = async () => {
    fetching.value = true;
    await studio.attempt(`${name} could not be fetched.`, () => exports.download(one.id));
    fetching.value = false;
  };
  return (
    <li>
      <span class="grow person-name">
        <b>{name}</b>
        <br />
        <span class="muted small">{[factWords(one), by, when].filter(Boolean).join(", ")}</span>
      </span>
      <button
        type="button"
        class="btn icon"
        aria-label={`Download ${name}, ${when}`}
        disabled={fetching.value}
        onClick={() => void download()}
      >
        <Icon name="down" />
      </button>
    </li>
  );
}
