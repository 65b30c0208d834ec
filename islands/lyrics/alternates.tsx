import { MachineFace } from "../parts/face.tsx";
import { whenWords } from "../parts/time_words.ts";
import type { LyricDesk } from "./desk.ts";
import { type AskedAbout, engineName, reasonWords } from "./lyric_answers.ts";
import type { Offer } from "./offers.ts";

/** A proposal is paper laid beside the words: whoever may write keeps one, or lets them go. */
export function Alternates({ desk, offer }: { readonly desk: LyricDesk; readonly offer: Offer }) {
  const { studio, offers } = desk;
  const { job, answer, asked, canKeep } = offer;
  /** The focus goes back to the words, or where keys would cover them, to the step. */
  const leave = (act: () => void) => {
    act();
    if (matchMedia("(max-width: 700px)").matches) {
      document.getElementById("lyric-step-draft")?.focus();
    } else desk.editor.peek()?.focus();
  };
  const locked = !studio.canEdit.value;
  const asker = job.by === studio.room.user.id ? "You" : studio.nameOf(job.by) || "Somebody";
  return (
    <div class="lyric-offer" role="group" aria-label={`Others for ${titleOf(asked)}`}>
      <p class="row">
        <MachineFace size="sm" />
        <span class="small grow">
          <b>{offerWords(answer.alternates.length)}</b>{" "}
          <span class="muted">
            {asker} asked, {whenWords(new Date(job.finished_at ?? job.at), new Date())}
          </span>
        </span>
        {locked
          ? null
          : (
            <button type="button" class="btn" onClick={() => leave(() => offers.letGo(offer))}>
              Let go
            </button>
          )}
      </p>
      <blockquote class="small muted words">{asked.lines.join(" / ")}</blockquote>
      {canKeep ? null : (
        <p class="small">
          {asked.of === "line" ? "This line has" : "These lines have"} been changed since.
        </p>
      )}
      <ol>
        {answer.alternates.map((lines, i) => (
          <li key={lines.join("\n")}>
            <p class="words">{lines.map((line, at) => <span key={at} dir="auto">{line}</span>)}</p>
            {locked || !canKeep ? null : (
              <button
                type="button"
                class="btn line"
                aria-label={`Keep: ${lines.join(", ")}`}
                onClick={() => leave(() => offers.keep(offer, i))}
              >
                Keep
              </button>
            )}
          </li>
        ))}
      </ol>
      <p class="small muted">
        {reasonWords(answer.engine_reason) ?? `By ${engineName(answer.engine)}.`}
      </p>
    </div>
  );
}

function titleOf({ of, title, lines }: AskedAbout): string {
  if (of === "all") return "the song";
  return of === "line" ? lines[0]?.trim() ?? "" : title ?? "the opening lines";
}

function offerWords(count: number): string {
  return count === 1 ? "One other" : `${["No", "One", "Two", "Three"][count] ?? count} others`;
}
