import { useSignal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import type { Refusal } from "../room/save_state.ts";
import type { Studio } from "./studio.ts";

/** The server will not take what this tab holds: what that means, what is safe, and the two ways on. */
export function RefusedNote({ studio }: { readonly studio: Studio }) {
  const asking = useSignal(false);
  const state = studio.room.save.value;
  if (state.kind !== "refused") return null;
  const count = state.waiting === 1 ? "Your last change" : `Your last ${state.waiting} changes`;
  const letGo = async () => {
    asking.value = true;
    await studio.room.letGo();
    location.reload();
  };
  return (
    <div class="note danger refused-note" role="alert">
      <Icon name="alert" />
      <p>
        <b>{count} could not be saved.</b> {WHY[state.why]} {state.kept
          ? "This device keeps what was refused; everything before it is saved."
          : "What was refused is in this tab only; everything before it is saved."}
      </p>
      <div class="btn-row">
        <button type="button" class="btn line" onClick={() => studio.room.retry()}>
          <Icon name="retry" />Try again
        </button>
        <button type="button" class="btn" disabled={asking.value} onClick={() => void letGo()}>
          Let it go
        </button>
      </div>
    </div>
  );
}

const WHY: Readonly<Record<Refusal, string>> = {
  too_large: "The song is full: it holds 20 MB at most.",
  unreadable: "The studio could not read what this tab sent.",
};
