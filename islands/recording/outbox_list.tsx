import { Icon } from "../parts/icon.tsx";
import type { Outbox, OutboxItem } from "./outbox.ts";

export interface OutboxListProps {
  readonly outbox: Outbox;
  /** Takes last as long as this tab only. */
  readonly lasting: boolean;
}

/** Takes on their way up: how far, why not, and what can be done. */
export function OutboxList({ outbox, lasting }: OutboxListProps) {
  const items = outbox.items.value;
  if (items.length === 0) return null;
  return (
    <ul class="outbox" aria-label="Takes on their way">
      {items.map((item) => <OutboxLine key={item.take.id} outbox={outbox} item={item} />)}
      {lasting ? null : (
        <li class="small muted">
          This browser keeps nothing: leave the tab open until they are in the song.
        </li>
      )}
    </ul>
  );
}

function OutboxLine({ outbox, item }: { readonly outbox: Outbox; readonly item: OutboxItem }) {
  const { take, state } = item;
  const { id, name } = take;
  const percent = state.kind === "sending" ? Math.round(state.progress * 100) : 0;
  return (
    <li class={state.kind === "refused" ? "refused" : undefined}>
      <div class="row">
        <span class="grow person-name">
          <b>{name}</b>
          <br />
          <span class="small muted" role="status">{words(state)}</span>
        </span>
        {state.kind === "sending"
          ? <button type="button" class="btn" onClick={() => outbox.cancel(id)}>Stop</button>
          : (
            <>
              <button
                type="button"
                class="btn icon"
                aria-label={`Send ${name} now`}
                onClick={() => outbox.retry(id)}
              >
                <Icon name="retry" />
              </button>
              <button
                type="button"
                class="btn icon"
                aria-label={`Throw ${name} away`}
                onClick={() => void outbox.discard(id)}
              >
                <Icon name="bin" />
              </button>
            </>
          )}
      </div>
      {state.kind === "sending"
        ? (
          <div
            class="progress"
            style={{ "--v": state.progress }}
            role="progressbar"
            aria-label={`${name} on its way`}
            aria-valuenow={percent}
          >
            <i />
          </div>
        )
        : null}
    </li>
  );
}

function words(state: OutboxItem["state"]): string {
  switch (state.kind) {
    case "sending":
      return state.progress >= 1
        ? "Being read by the studio"
        : `On its way, ${Math.round(state.progress * 100)} %`;
    case "refused":
      return `Not taken. ${state.problem.message}`;
    case "waiting":
      return {
        turn: "Kept on this device",
        network: "Kept on this device until the connection is back",
        stopped: "Stopped. Kept on this device",
      }[state.why];
  }
}
