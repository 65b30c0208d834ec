import { AfterAWhile } from "../parts/after_a_while.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Problem } from "../session/problem.ts";

/** Before the studio: opening, not for you, or something is wrong. */
export type GateState =
  | { readonly kind: "opening" }
  | { readonly kind: "closed" }
  | { readonly kind: "removed"; readonly title: string; readonly waiting: number }
  | { readonly kind: "failed"; readonly problem: Problem };

export interface GateProps {
  readonly state: GateState;
  onRetry(): void;
}

export function Gate({ state, onRetry }: GateProps) {
  return (
    <main id="main" class="gate">
      {state.kind === "opening"
        ? (
          <AfterAWhile>
            <div class="stack opening" aria-busy="true">
              {[0, 1, 2].map((row) => (
                <div class="row" key={row}>
                  <div class="skel lead" />
                  <div class="skel grow" />
                </div>
              ))}
              <h1 class="small muted">Opening the song</h1>
            </div>
          </AfterAWhile>
        )
        : state.kind === "removed"
        ? (
          <div class="empty">
            <Icon name="lock" class="big-ico" />
            <h1 class="display">You are no longer in “{state.title}”</h1>
            <p>
              Its owner has taken you out, or the song is gone. {state.waiting > 0
                ? `${
                  state.waiting === 1 ? "One change" : `${state.waiting} changes`
                } of yours had not been saved; this device keeps them in case you are let in again.`
                : "Everything you made in it was saved and stays with it."}
            </p>
            <div class="btn-row">
              <a class="btn main" href="/projects">Your songs</a>
            </div>
          </div>
        )
        : state.kind === "closed"
        ? (
          <div class="empty">
            <Icon name="lock" class="big-ico" />
            <h1 class="display">This song is not here for you</h1>
            <p>It may be private, or it may be gone. The person who sent it can let you in.</p>
            <div class="btn-row">
              <a class="btn main" href="/projects">Your songs</a>
              <a class="btn" href={`/signin?next=${encodeURIComponent(location.pathname)}`}>
                Use another account
              </a>
            </div>
          </div>
        )
        : (
          <div class="opening stack">
            <h1 class="display">The song did not open</h1>
            <ProblemNote problem={state.problem} onRetry={onRetry} />
          </div>
        )}
    </main>
  );
}
