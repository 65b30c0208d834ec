import { AfterAWhile } from "../parts/after_a_while.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Problem } from "../session/problem.ts";

/** Before the studio: opening, not for you, or something is wrong. */
export type GateState =
  | { readonly kind: "opening" }
  | { readonly kind: "closed" }
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
