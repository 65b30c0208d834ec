import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { countWords } from "../../services/lyrics/lines.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { NameForm } from "./name_form.tsx";
import { VersionPicture } from "./version_picture.tsx";
import { versionTitle } from "./version_words.ts";
import type { PastDocument, Version, Versions } from "./versions.ts";

export interface VersionCardProps {
  readonly studio: Studio;
  readonly versions: Versions;
  readonly version: Version;
}

/** A look at what the song was, and the way back to it. Nothing here changes the song but Restore. */
export function VersionCard({ studio, versions, version }: VersionCardProps) {
  const past = useSignal<PastDocument | null>(null);
  const problem = useSignal<Problem | null>(null);
  const naming = useSignal(false);
  const restoring = useSignal(false);
  useEffect(() => {
    const stop = new AbortController();
    versions.document(version.id, stop.signal).then((document) => past.value = document)
      .catch((error) => {
        if (!stop.signal.aborted) problem.value = asProblem(error);
      });
    return () => stop.abort();
  }, [version.id]);
  const locked = !studio.canEdit.value;
  const restore = async () => {
    restoring.value = true;
    await restoreVersion(studio, versions, version);
    restoring.value = false;
  };
  return (
    <div class="card stack version-card" aria-busy={past.value === null && !problem.value}>
      {problem.value
        ? <ProblemNote problem={problem.value} what="It could not be fetched." />
        : past.value
        ? <Past studio={studio} past={past.value} />
        : <div class="skel version-picture" />}
      {naming.value
        ? (
          <NameForm
            label="Name of this version"
            value={version.name ?? ""}
            onKeep={async (name) => {
              await versions.rename(version.id, name);
              naming.value = false;
            }}
            onCancel={() => naming.value = false}
          />
        )
        : (
          <div class="btn-row">
            <button
              type="button"
              class="btn main"
              disabled={locked || restoring.value || past.value === null}
              onClick={() => void restore()}
            >
              <Icon name="undo" />Restore
            </button>
            <button
              type="button"
              class="btn line"
              disabled={locked}
              onClick={() => naming.value = true}
            >
              {version.name === null ? "Name it" : "Rename"}
            </button>
          </div>
        )}
      <p class="muted small">
        {locked
          ? "You can look at it; editors can restore it."
          : "Restoring is one more edit. You can undo it."}
      </p>
    </div>
  );
}

/** Restores, and offers the way back: what the song was a moment ago is kept as a version of its own. */
export async function restoreVersion(
  studio: Studio,
  versions: Versions,
  version: Version,
  words = `Restored: ${versionTitle(version)}`,
): Promise<void> {
  await studio.attempt("It was not restored.", async () => {
    const before = await versions.restore(version.id);
    studio.toasts.show(words, {
      label: "Undo",
      run: () => void restoreVersion(studio, versions, before, "The song is as it was before"),
    });
  });
}

function Past({ studio, past }: { readonly studio: Studio; readonly past: PastDocument }) {
  const sheets = past.canvases.filter(({ id }, i) =>
    i === 0 || past.shapes.some(({ canvas }) => canvas === id)
  );
  const strokes = past.shapes.filter(({ kind }) => kind === "stroke").length;
  const pictures = past.shapes.length - strokes;
  const stems = past.tracks.filter(({ kind }) => kind !== "mix");
  const words = countWords(past.lyrics);
  const counts = [
    [strokes, "stroke"],
    [pictures, "picture"],
    [stems.length, "track"],
    [words, "word"],
  ] as const;
  const summary = counts.filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? "" : "s"}`).join(", ") ||
    "An empty song";
  return (
    <>
      {sheets.slice(0, 3).map(({ id, name }) => (
        <VersionPicture
          key={id}
          api={studio.api}
          document={past}
          canvas={id}
          label={`${name} as it was: ${summary}`}
        />
      ))}
      <p class="small">
        {past.meta.title !== studio.room.document.meta.value.title
          ? <b>“{past.meta.title}”</b>
          : null}
        {summary}
      </p>
      {stems.length > 0
        ? (
          <details class="small">
            <summary>Tracks</summary>
            <ul class="past-list">
              {stems.map((track) => (
                <li key={track.id} class={`p-${track.pigment}`}>
                  <span class="grow">{track.name}</span>
                  <span class="value">
                    {track.muted ? "muted" : `${track.gain_db.toFixed(1).replace("-", "−")} dB`}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )
        : null}
      {words > 0
        ? (
          <details class="small">
            <summary>Lyrics</summary>
            <p class="past-lyrics" tabIndex={0}>{past.lyrics}</p>
          </details>
        )
        : null}
    </>
  );
}
