import { headingOf } from "../../services/lyrics/lines.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { capital } from "../voice/fields.tsx";
import type { LyricDesk, Scope } from "./desk.ts";
import { closeStep } from "./step_bar.tsx";
import { type DraftAsk, SECTION_KINDS, wishWords } from "./wishes.ts";

const SCOPES: readonly (readonly [Scope, string])[] = [
  ["song", "The song"],
  ["section", "This section"],
  ["line", "This line"],
];

/** What the Alchemist may write: all of it, the section or the line where the caret stands. */
export function DraftStep({ desk }: { readonly desk: LyricDesk }) {
  const { scope } = desk;
  const { lyrics } = desk.studio.room.document;
  const empty = lyrics.value.trim() === "";
  const chosen = empty ? "song" : scope.value;
  const locked = desk.locked.value;
  const about = wishWords(desk.wishes.value);
  const problem = desk.problem.value;
  const busy = locked !== null || desk.asking.value ||
    desk.jobs.running.value.some(({ kind, by }) =>
      kind === "lyrics.generate" && by === desk.studio.room.user.id
    );
  const ask = async (draft: DraftAsk) => {
    await desk.draft(draft);
    if (!desk.problem.peek()) closeStep(desk, "draft"); // the words are what counts now
  };
  return (
    <>
      <p class="small muted">
        {about
          ? (
            <>
              About <b class="words">{about}</b>.
            </>
          )
          : "About whatever the picture feels like."}{" "}
        <button type="button" class="btn flush-in" onClick={() => desk.step.value = "theme"}>
          Change
        </button>
      </p>
      <fieldset class="seg wide" disabled={empty}>
        <legend class="sr">What to write</legend>
        {SCOPES.map(([id, name]) => (
          <label key={id}>
            <input
              type="radio"
              name="draft-scope"
              checked={chosen === id}
              onChange={() => scope.value = id}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {chosen === "song"
        ? <SongDraft desk={desk} empty={empty} busy={busy} ask={ask} />
        : chosen === "section"
        ? <SectionDraft desk={desk} busy={busy} ask={ask} />
        : <LineDraft desk={desk} busy={busy} ask={ask} />}
      {locked
        ? (
          <p class="note">
            <Icon name="eye" />
            {locked}
          </p>
        )
        : null}
      {problem ? <ProblemNote problem={problem} what="Not started." /> : null}
    </>
  );
}

interface ScopeProps {
  readonly desk: LyricDesk;
  readonly busy: boolean;
  ask(draft: DraftAsk): Promise<void>;
}

function SongDraft({ desk, empty, busy, ask }: ScopeProps & { readonly empty: boolean }) {
  const { structure } = desk.wishes.value;
  const after = desk.section.value;
  return (
    <>
      {empty
        ? (
          <button
            type="button"
            class="btn main"
            disabled={busy}
            onClick={() => void ask({ of: "song", mode: "insert" })}
          >
            <Icon name="gold" />Draft {structure.length === 1 ? "one section" : "a song"}
          </button>
        )
        : (
          <>
            <div class="lyric-adds">
              <span class="label">
                {after ? `A new section after ${after.title}` : "A new section"}
              </span>
              <div class="btn-row">
                {SECTION_KINDS.map((kind) => (
                  <button
                    key={kind}
                    type="button"
                    class="btn line"
                    disabled={busy}
                    onClick={() => void ask({ of: "new", kind, after: after?.section ?? null })}
                  >
                    <Icon name="plus" />
                    {capital(kind)}
                  </button>
                ))}
              </div>
            </div>
            <div class="row between">
              <span class="small muted">Or every line anew; headings stay.</span>
              <button
                type="button"
                class="btn line"
                disabled={busy}
                onClick={() => void ask({ of: "song", mode: "replace" })}
              >
                <Icon name="gold" />Write it anew
              </button>
            </div>
          </>
        )}
    </>
  );
}

function SectionDraft({ desk, busy, ask }: ScopeProps) {
  const section = desk.section.value;
  if (!section || section.lines === 0) {
    return <p class="small muted">Put the caret into a section that has lines.</p>;
  }
  return (
    <>
      <p class="lyric-chosen-part">
        <b>{section.title}</b>{" "}
        <span class="small muted">
          {section.lines === 1 ? "1 line" : `${section.lines} lines`}
          {section.scheme ? `, ${section.scheme}` : ""}
        </span>
      </p>
      <Both
        busy={busy}
        onAlternates={() =>
          void ask({ of: "section", section: section.section, mode: "alternates" })}
        onReplace={() => void ask({ of: "section", section: section.section, mode: "replace" })}
      />
    </>
  );
}

function LineDraft({ desk, busy, ask }: ScopeProps) {
  const place = desk.caret.value;
  if (!place?.placed || place.text.trim() === "" || headingOf(place.text) !== null) {
    return <p class="small muted">Put the caret into a line that is sung.</p>;
  }
  return (
    <>
      <p class="lyric-chosen-part">
        <b class="words">“{place.text.trim()}”</b>
      </p>
      <Both
        busy={busy}
        onAlternates={() => void ask({ of: "line", line: place.line, mode: "alternates" })}
        onReplace={() => void ask({ of: "line", line: place.line, mode: "replace" })}
      />
    </>
  );
}

interface BothProps {
  readonly busy: boolean;
  onAlternates(): void;
  onReplace(): void;
}

function Both({ busy, onAlternates, onReplace }: BothProps) {
  return (
    <div class="btn-row">
      <button type="button" class="btn main" disabled={busy} onClick={onAlternates}>
        <Icon name="gold" />Three to choose from
      </button>
      <button type="button" class="btn line" disabled={busy} onClick={onReplace}>
        Write anew
      </button>
    </div>
  );
}
