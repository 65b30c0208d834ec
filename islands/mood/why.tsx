import { isPigment } from "../canvas/pigments.ts";
import type { Studio } from "../studio/studio.ts";
import { type Because, reasonsOf, suggestionWords } from "./analysis_words.ts";
import { OCTANTS } from "./plane.ts";

/** Which feature of the picture drove which choice in the music. */
export function Why({ studio }: { readonly studio: Studio }) {
  const analysis = studio.canvas.value?.analysis;
  if (!analysis) return null;
  const reasons = reasonsOf(analysis);
  const suggested = suggestionWords(analysis);
  if (reasons.length === 0 && !suggested) return null;
  const rest = reasons.slice(SHOWN);
  return (
    <div class="why">
      <h3 class="label">Why this music</h3>
      <Reasons reasons={reasons.slice(0, SHOWN)} />
      {rest.length > 0 || suggested
        ? (
          <details>
            <summary class="small">More</summary>
            <Reasons reasons={rest} />
            <p class="small suggestion">{analysis.mood_description}</p>
            {typeof analysis.engine === "string"
              ? <p class="small muted suggestion">Read by {analysis.engine}.</p>
              : null}
            {suggested ? <p class="small muted suggestion">Suggested: {suggested}.</p> : null}
          </details>
        )
        : null}
    </div>
  );
}

const SHOWN = 3;

function Reasons({ reasons }: { readonly reasons: readonly Because[] }) {
  if (reasons.length === 0) return null;
  return (
    <ul class="because">
      {reasons.map(({ feature, choice, pigment }, i) => {
        const named = pigment && isPigment(pigment)
          ? pigment
          : OCTANTS[i % OCTANTS.length]!.pigment;
        return (
          <li key={feature} class={`p-${named}`}>
            <svg viewBox="0 0 20 18" fill="var(--p)" aria-hidden="true">
              <path d={DABS[i % DABS.length]} />
            </svg>
            <p>
              <b>{feature}</b> {choice ? <span>{choice}</span> : null}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

const DABS = [
  "M1 12C5 4 11 4 19 7c-5 7-12 9-18 5z",
  "M1 11c5-6 11 4 18-4l-1 4c-6 6-12-2-17 3z",
  "M4.5 9a5.5 5.5 0 1 0 11 0 5.5 5.5 0 1 0-11 0z",
];
