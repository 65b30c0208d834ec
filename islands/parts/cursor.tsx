import type { Attention } from "../../collab/document/presence.ts";

export interface CursorProps {
  readonly name: string;
  /** 0 … 7: the person's ink. */
  readonly color: number;
  readonly class?: string;
  readonly attention?: Attention;
}

/** Somebody's pointer, with their name beside it. */
export function Cursor({ name, color, class: extra, attention }: CursorProps) {
  return (
    <div
      class={`cursor c-${color}${extra ? ` ${extra}` : ""}`}
      data-attention={attention}
      aria-hidden="true"
    >
      <svg viewBox="0 0 18 20">
        <path d="M2 2l13 6.5-6 1.8L6 16z" />
      </svg>
      <b>{name}</b>
    </div>
  );
}
