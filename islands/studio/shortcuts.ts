import type { Studio } from "./studio.ts";

/** Keys that work everywhere in the studio, but never while somebody types or a control wants the key. */
export function listenForShortcuts(studio: Studio): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const typing = target.matches("input:not([type=range], [type=radio]), textarea, select") ||
      target.isContentEditable;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z" && !typing && studio.canEdit.peek()) {
      event.preventDefault();
      if (event.shiftKey) studio.room.steps.redo();
      else studio.room.steps.undo();
    } else if (command && event.key.toLowerCase() === "y" && !typing && studio.canEdit.peek()) {
      event.preventDefault();
      studio.room.steps.redo();
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
