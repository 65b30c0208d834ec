import { MachineFace } from "../parts/face.tsx";
import type { LyricDesk, Offer } from "./desk.ts";
import { linesAskedFor } from "./keep_lines.ts";
import { type DraftAnswer, engineName, reasonWords } from "./lyric_answers.ts";

/** A proposal is paper laid beside the words: keep one, or let go. */
export function Alternates({ desk, offer }: { readonly desk: LyricDesk; readonly offer: Offer }) {
  const answer = desk.jobs.draftOf(offer.jobId);
  const job = desk.studio.room.document.jobs.value.find(({ id }) => id === offer.jobId);
  if (!answer) {
    return job?.status === "failed"
      ? (
        <div class="lyric-offer" role="alert">
          <p>
            {job.error ?? "Nothing was found."}{" "}
            <button type="button" class="btn" onClick={() => desk.letGo(offer)}>Let go</button>
          </p>
        </div>
      )
      : null;
  }
  /** The focus goes back to the words, or where keys would cover them, to the step. */
  const leave = (act: () => void) => {
    act();
    if (matchMedia("(max-width: 700px)").matches) {
      document.getElementById("lyric-step-draft")?.focus();
    } else desk.editor.peek()?.focus();
  };
  const reason = reasonWords(answer.engine_reason);
  const locked = !desk.studio.canEdit.value;
  return (
    <div class="lyric-offer" role="group" aria-label={`Others for ${offer.title}`}>
      <p class="row">
        <MachineFace size="sm" />
        <span class="small muted grow">
          {offerWords(answer.alternates.length)}, offered by {engineName(answer.engine)}
        </span>
        <button type="button" class="btn" onClick={() => leave(() => desk.letGo(offer))}>
          Let go
        </button>
      </p>
      <blockquote class="small muted words">{linesAskedFor(offer.asked).join(" / ")}</blockquote>
      <ol>
        {answer.alternates.map((lines) => (
          <li key={lines.join("\n")}>
            <p class="words">{lines.map((line) => <span key={line}>{line}</span>)}</p>
            <button
              type="button"
              class="btn line"
              disabled={locked}
              aria-label={`Keep: ${lines.join(", ")}`}
              onClick={() => leave(() => desk.keep(offer, lines))}
            >
              Keep
            </button>
          </li>
        ))}
      </ol>
      {reason ? <p class="small muted">{reason}</p> : null}
    </div>
  );
}

/** What somebody else was offered: to be read and talked about; they keep it or let it go. */
export function OthersOffer(
  { asker, draft }: { readonly asker: string; readonly draft: DraftAnswer },
) {
  return (
    <details class="lyric-offer">
      <summary class="small muted">
        {asker} was offered {offerWords(draft.alternates.length).toLowerCase()} by{" "}
        {engineName(draft.engine)}
      </summary>
      <ol>
        {draft.alternates.map((lines) => (
          <li key={lines.join("\n")}>
            <p class="words">{lines.map((line) => <span key={line}>{line}</span>)}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}

function offerWords(count: number): string {
  return count === 1 ? "One other" : `${["No", "One", "Two", "Three"][count] ?? count} others`;
}
