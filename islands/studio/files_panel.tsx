import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { TrackView } from "../../collab/document/schema.ts";
import { ExportDialog } from "../export/export_dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { lengthWords } from "../parts/time_words.ts";
import { fileName } from "./file_name.ts";
import type { Studio } from "./studio.ts";

interface Piece {
  readonly mp3_asset_id?: string;
  readonly midi_asset_id?: string;
  readonly seed?: number;
  readonly style?: string;
  readonly loudness_lufs?: number;
}

/** Everything that can be taken home: what is exported as it sounds now, and the files that are there. */
export function FilesPanel({ studio }: { readonly studio: Studio }) {
  const exporting = useSignal(false);
  return (
    <div class="stack">
      <button type="button" class="btn line" onClick={() => exporting.value = true}>
        <Icon name="out" />Export…
      </button>
      <Files studio={studio} />
      {exporting.value ? <ExportDialog studio={studio} open={exporting} /> : null}
    </div>
  );
}

/** The mix as it was composed, its MP3 and MIDI, and every stem. */
function Files({ studio }: { readonly studio: Studio }) {
  const tracks = studio.room.document.tracks.value;
  const mix = tracks.findLast(({ kind }) => kind === "mix");
  const piece = useSignal<Piece | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    piece.value = null;
    if (mix?.job) {
      studio.api.get<{ readonly result: Piece | null }>(`/jobs/${mix.job}`, stop.signal)
        .then(({ result }) => piece.value = result)
        .catch(() => piece.value = null); // the job's row is gone after a while; the tracks stay
    }
    return () => stop.abort();
  }, [mix?.job]);
  if (tracks.length === 0) {
    return <p class="muted small">When there is music, you can take all of it home from here.</p>;
  }
  const facts = [
    piece.value?.style,
    piece.value?.loudness_lufs === undefined
      ? ""
      : `${piece.value.loudness_lufs.toFixed(1).replace("-", "−")} LUFS`,
    piece.value?.seed === undefined ? "" : `seed ${piece.value.seed}`,
  ].filter(Boolean).join(", ");
  return (
    <div class="stack">
      {mix
        ? (
          <>
            <h3 class="label">The mix, as composed</h3>
            <ul class="people-list">
              <FileLine
                studio={studio}
                name="Mix, WAV"
                words={lengthWords(mix.duration_seconds)}
                asset={mix.asset}
              />
              {piece.value?.mp3_asset_id
                ? (
                  <FileLine
                    studio={studio}
                    name="Mix, MP3"
                    words="to send around"
                    asset={piece.value.mp3_asset_id}
                  />
                )
                : null}
              {piece.value?.midi_asset_id
                ? (
                  <FileLine
                    studio={studio}
                    name="Score, MIDI"
                    words="for another studio"
                    asset={piece.value.midi_asset_id}
                  />
                )
                : null}
            </ul>
            {facts ? <p class="small muted">{facts}</p> : null}
          </>
        )
        : null}
      <h3 class="label">Tracks, as they are</h3>
      <ul class="people-list">
        {studio.parts.value.map((track) => (
          <FileLine
            key={track.id}
            studio={studio}
            name={track.name}
            words={kindWords(track)}
            asset={track.asset}
          />
        ))}
      </ul>
    </div>
  );
}

interface FileLineProps {
  readonly studio: Studio;
  readonly name: string;
  readonly words: string;
  readonly asset: string;
}

function FileLine({ studio, name, words, asset }: FileLineProps) {
  const fetching = useSignal(false);
  const { title } = studio.room.document.meta.value;
  const part = name.split(",")[0]!; // "Mix, WAV": the ending says the rest
  const download = async () => {
    fetching.value = true;
    await studio.attempt(`${name} could not be fetched.`, async () => {
      const { url, content_type } = await studio.api.get<
        { readonly url: string; readonly content_type: string }
      >(`/assets/${asset}`);
      const link = document.createElement("a");
      link.href = url;
      link.download = fileName(title, part, content_type);
      link.click();
    });
    fetching.value = false;
  };
  return (
    <li>
      <span class="grow person-name">
        <b>{name}</b>
        <br />
        <span class="muted small">{words}</span>
      </span>
      <button
        type="button"
        class="btn icon"
        aria-label={`Download ${name}`}
        disabled={fetching.value}
        onClick={() => void download()}
      >
        <Icon name="down" />
      </button>
    </li>
  );
}

function kindWords({ kind, duration_seconds }: TrackView): string {
  return `${kind}, ${lengthWords(duration_seconds)}`;
}
