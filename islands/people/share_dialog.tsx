import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { type MemberRole, ROLE_WORDS } from "./members.ts";
import { PeoplePanel } from "./people_panel.tsx";

export interface ShareDialogProps {
  readonly studio: Studio;
  readonly open: Signal<boolean>;
}

/** Who else may come in, and as what. */
export function ShareDialog({ studio, open }: ShareDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (open.value && !dialog.current?.open) dialog.current?.showModal();
  });
  const { members, room } = studio;
  const owns = members.list.value.some(({ user_id, role }) =>
    user_id === room.user.id && role === "owner"
  );
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="share-title"
      onClose={() => open.value = false}
    >
      <header>
        <h2 id="share-title">Share this song</h2>
        <form method="dialog">
          <button type="submit" class="btn icon" aria-label="Close">
            <Icon name="x" />
          </button>
        </form>
      </header>
      <section class="stack">
        {owns ? <Invite studio={studio} /> : (
          <p class="small muted">
            The owner decides who comes in. Everyone in it is listed here.
          </p>
        )}
        <PeoplePanel studio={studio} />
      </section>
      <section class="stack">
        <CopyLine
          studio={studio}
          label="This song’s address"
          text={location.origin + location.pathname}
        />
        <CopyLine studio={studio} label="Your studio id" text={room.user.id} />
        <p class="small muted">
          Somebody’s studio id is in their own Share window. The address opens for the people in the
          list.
        </p>
      </section>
    </dialog>
  );
}

function Invite({ studio }: { readonly studio: Studio }) {
  const problem = useSignal<Problem | null>(null);
  const invite = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    problem.value = null;
    try {
      const role = String(data.get("role")) as Exclude<MemberRole, "owner">;
      await studio.members.put(String(data.get("user")).trim(), role);
      studio.say("Added");
      form.reset();
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  return (
    <>
      <form class="row invite" onSubmit={invite}>
        <div class="field grow">
          <label for="invite-user">Add by studio id</label>
          <input class="input" id="invite-user" name="user" autocomplete="off" required />
        </div>
        <div class="field">
          <label for="invite-role">Role</label>
          <select class="input" id="invite-role" name="role">
            {(["editor", "commenter", "viewer"] as const).map((role) => (
              <option key={role} value={role}>{ROLE_WORDS[role]}</option>
            ))}
          </select>
        </div>
        <button type="submit" class="btn main">Add</button>
      </form>
      {problem.value ? <ProblemNote problem={problem.value} what="Nobody was added." /> : null}
    </>
  );
}

interface CopyLineProps {
  readonly studio: Studio;
  readonly label: string;
  readonly text: string;
}

function CopyLine({ studio, label, text }: CopyLineProps) {
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      studio.toasts.show(`${label} copied`);
    } catch {
      field.current?.select(); // no clipboard here: select it, so that a key can copy it
    }
  };
  return (
    <div class="row copy-line">
      <div class="field grow">
        <span class="label">{label}</span>
        <input ref={field} class="input value" readOnly value={text} aria-label={label} />
      </div>
      <button
        type="button"
        class="btn line"
        aria-label={`Copy ${label}`}
        onClick={() => void copy()}
      >
        <Icon name="copy" />Copy
      </button>
    </div>
  );
}
