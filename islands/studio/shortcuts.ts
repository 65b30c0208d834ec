import type { Studio } from "./studio.ts";

/** One step back or forth in this person's own history, said aloud by its name. */
export function takeStep(studio: Studio, back: boolean): void {
  const { steps } = studio.room;
  const step = back ? steps.undo() : steps.redo();
  if (step !== null) studio.say(back ? `Undone: ${step}` : `Done again: ${step}`);
}

/** Keys that work everywhere in the studio, but never while somebody types or a control wants the key. */
export function listenForShortcuts(studio: Studio): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const typing = target.matches("input:not([type=range], [type=radio]), textarea, select") ||
      target.isContentEditable;
    const ownsUndo = typing && !target.closest(".lyrics"); // the words are in the shared history
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z" && !ownsUndo && studio.canEdit.peek()) {
      event.preventDefault();
      takeStep(studio, !event.shiftKey);
    } else if (command && event.key.toLowerCase() === "y" && !ownsUndo && studio.canEdit.peek()) {
      event.preventDefault();
      takeStep(studio, false);
    } else if (
      event.key === " " && !typing && !command && !target.matches("button, a, summary, [role=tab]")
    ) {
      event.preventDefault();
      if (studio.parts.peek().length > 0) studio.transport.toggle();
      else studio.say("There is nothing to play yet.");
    } else if (event.key === "Home" && !typing && !target.matches("input, [role=tab]")) {
      studio.transport.seek(0);
    }
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}
