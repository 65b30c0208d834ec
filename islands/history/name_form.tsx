import { useSignal } from "@preact/signals";
import { asProblem } from "../session/problem.ts";

export interface NameFormProps {
  readonly label: string;
  readonly value: string;
  /** @throws Problem */
  onKeep(name: string): Promise<void>;
  onCancel(): void;
}

/** One name, kept by Enter, let go by Escape. */
export function NameForm({ label, value, onKeep, onCancel }: NameFormProps) {
  const problem = useSignal("");
  const keep = async (event: SubmitEvent) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get("name")).trim();
    if (!name) return onCancel();
    try {
      await onKeep(name);
    } catch (error) {
      problem.value = asProblem(error).message;
    }
  };
  return (
    <form class="stack name-form" onSubmit={keep}>
      <div class="field">
        <label for="version-name">{label}</label>
        <input
          class="input"
          id="version-name"
          name="name"
          defaultValue={value}
          maxLength={255}
          autocomplete="off"
          ref={(input) => input?.focus()}
          aria-invalid={problem.value !== ""}
          onKeyDown={(event) => {
            if (event.key === "Escape") onCancel();
          }}
        />
        {problem.value ? <p class="err" role="alert">{problem.value}</p> : null}
      </div>
      <div class="btn-row">
        <button type="submit" class="btn main">Keep</button>
        <button type="button" class="btn" onClick={onCancel}>Cancel</button>
      </div>
    </form>
  );
}
