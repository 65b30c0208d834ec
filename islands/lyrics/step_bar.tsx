import type { LyricDesk, Step } from "./desk.ts";

const STEPS: readonly (readonly [Step, string, string])[] = [
  ["theme", "Theme", "what it is about"],
  ["ideas", "Ideas", "images and rhymes"],
  ["draft", "Draft", "lines to choose from"],
  ["fit", "Fit", "words on the melody"],
];

/** Theme, ideas, draft, fit: each opens its sheet over the words, and closes it. */
export function StepBar({ desk }: { readonly desk: LyricDesk }) {
  const open = desk.step.value;
  return (
    <ol class="lyric-steps" aria-label="Steps to the words">
      {STEPS.map(([step, name, words], i) => (
        <li key={step}>
          <button
            type="button"
            id={`lyric-step-${step}`}
            aria-expanded={open === step}
            aria-controls={open === step ? "lyric-step" : undefined}
            title={`${name}: ${words}`}
            onClick={() => desk.step.value = open === step ? null : step}
          >
            <i class="value" aria-hidden="true">{i + 1}</i>
            {name}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Closes a step from within; the focus goes back to where it was opened. */
export function closeStep(desk: LyricDesk, step: Step): void {
  desk.step.value = null;
  document.getElementById(`lyric-step-${step}`)?.focus();
}
