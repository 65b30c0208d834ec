import { Icon } from "../parts/icon.tsx";
import { takeStep } from "./shortcuts.ts";
import type { Studio } from "./studio.ts";

export interface StepButtonProps {
  readonly studio: Studio;
  readonly back?: boolean;
}

/** Undo or redo of one's own last step, by its name. */
export function StepButton({ studio, back = false }: StepButtonProps) {
  const { steps } = studio.room;
  const step = back ? steps.undoable.value : steps.redoable.value;
  const word = back ? "Undo" : "Redo";
  const words = step === null ? `${word}: nothing of yours` : `${word}: ${step}`;
  return (
    <button
      type="button"
      class="btn icon"
      aria-label={words}
      title={`${words} (${back ? "Ctrl Z" : "Ctrl Shift Z"})`}
      disabled={step === null || !studio.canEdit.value}
      onClick={() => takeStep(studio, back)}
    >
      <Icon name={back ? "undo" : "redo"} />
    </button>
  );
}
