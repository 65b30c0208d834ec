import type { Problem } from "../session/problem.ts";
import { Icon } from "./icon.tsx";

export interface ProblemNoteProps {
  readonly problem: Problem;
  /** What did not work, said first: "The picture could not be added." */
  readonly what?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
}

/** What happened, what is safe, the way on, and the request id for whoever is asked to help. */
export function ProblemNote({ problem, what, onRetry }: ProblemNoteProps) {
  return (
    <div class="stack problem" role="alert">
      <div class="note danger">
        <Icon name="alert" />
        <p>
          {what ? <b>{`${what} `}</b> : null}
          {problem.message}
          {problem.retryAfterSeconds ? ` Try again in ${problem.retryAfterSeconds} s.` : null}
        </p>
      </div>
      {onRetry
        ? (
          <div class="btn-row">
            <button type="button" class="btn line" onClick={onRetry}>
              <Icon name="retry" />Try again
            </button>
          </div>
        )
        : null}
      {problem.requestId
        ? (
          <p class="muted small">
            Request <code class="value">{problem.requestId}</code>
          </p>
        )
        : null}
    </div>
  );
}
