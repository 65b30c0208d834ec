import { Icon } from "../parts/icon.tsx";
import { clock } from "../transport/time_axis.ts";
import type { LyricDesk } from "./desk.ts";
import { fitPieces } from "./fit_pieces.ts";
import { openChanges } from "./keep_lines.ts";
import type { FitAnswer, FitChange, FitLine } from "./lyric_answers.ts";

export interface FitReportProps {
  readonly desk: LyricDesk;
  readonly fit: FitAnswer;
}

/** A rest that is worth telling. */
const LONG_REST_SECONDS = 1;

/** Line by line: syllables against notes, what was or would be changed, and why. */
export function FitReport({ desk, fit }: FitReportProps) {
  const { report, changes, lines, unsung, mode } = fit;
  const now = desk.studio.room.document.lyrics.value.split("\n");
  const open = mode === "suggest" ? openChanges(changes, now) : [];
  const locked = !desk.studio.canEdit.value;
  return (
    <div class="fit-report">
      <p class="fit-sum">
        <b>{percent(report.syllables_fit)}</b> of the lines have as many syllables as notes,{" "}
        <b>{percent(report.stress_on_strong)}</b> of the stresses fall on strong beats.
      </p>
      {unsung.length > 0
        ? (
          <p class="small muted">
            The melody has no notes for {unsung.length === 1 ? "1 line" : `${unsung.length} lines`}.
          </p>
        )
        : null}
      {open.length > 0
        ? (
          <div class="row between">
            <span class="label">
              {open.length === 1 ? "1 suggestion" : `${open.length} suggestions`}
            </span>
            <button
              type="button"
              class="btn line"
              disabled={locked}
              onClick={() => desk.take(open)}
            >
              <Icon name="check" />Use all
            </button>
          </div>
        )
        : null}
      <ol>
        {lines.map((line) => {
          const change = changes.find((one) => one.line === line.line);
          return (
            <li key={line.line}>
              <FitRow desk={desk} line={line} />
              {change
                ? (
                  <Change
                    change={change}
                    onUse={open.includes(change) && !locked ? () => desk.take([change]) : null}
                    suggested={mode === "suggest"}
                  />
                )
                : null}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function FitRow({ desk, line }: { readonly desk: LyricDesk; readonly line: FitLine }) {
  const first = line.words[0]?.start_seconds ?? 0;
  const off = line.syllables !== line.notes;
  return (
    <div class="fit-row">
      <button
        type="button"
        class="value"
        aria-label={`Go to ${clock(first)}`}
        onClick={() => desk.studio.transport.seek(first)}
      >
        {clock(first)}
      </button>
      <span class="words">
        {fitPieces(line.text, line.words).map((piece, i) =>
          piece.on === null
            ? piece.text
            : <em key={i} class={piece.on.looks} title={piece.on.words}>{piece.text}</em>
        )}
      </span>
      <span
        class={off ? "value count off" : "value count"}
        title={`${line.syllables} syllables, ${line.notes} notes`}
      >
        {line.syllables}:{line.notes}
        <span class="sr">syllables to notes</span>
      </span>
      <span
        class="fit-bar"
        role="img"
        aria-label={`Fits ${percent(line.fit)}`}
        style={{ "--v": line.fit }}
      >
        <i />
      </span>
      <span class="small muted about">{aboutWords(line)}</span>
    </div>
  );
}

interface ChangeProps {
  readonly change: FitChange;
  readonly onUse: (() => void) | null;
  readonly suggested: boolean;
}

function Change({ change, onUse, suggested }: ChangeProps) {
  return (
    <div class="fit-change">
      <p>
        <s class="words">{change.from.trim()}</s>
        <span class="sr">{suggested ? " would become " : " became "}</span>
        <ins class="words">{change.to.trim()}</ins>
      </p>
      <p class="row between">
        <span class="small muted">{change.why}</span>
        {onUse ? <button type="button" class="btn" onClick={onUse}>Use</button> : null}
      </p>
    </div>
  );
}

/** "3 more notes are drawn over, rests 1.5 s before". */
function aboutWords(line: FitLine): string {
  const { melisma, shared, rest_before_seconds: rest, stress_on_strong: stress } = line;
  return [
    melisma > 0 ? `${melisma} more ${melisma === 1 ? "note is" : "notes are"} drawn over` : "",
    shared > 0 ? shared === 1 ? "1 syllable shares a note" : `${shared} syllables share notes` : "",
    rest >= LONG_REST_SECONDS ? `rests ${rest.toFixed(1)} s before` : "",
    stress !== null && stress < .8 ? `stress ${percent(stress)}` : "",
  ].filter(Boolean).join(", ");
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
