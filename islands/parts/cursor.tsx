export interface CursorProps {
  readonly name: string;
  /** 0 … 7: the person's ink. */
  readonly color: number;
  readonly class?: string;
}

/** Somebody's pointer, with their name beside it. */
export function Cursor({ name, color, class: extra }: CursorProps) {
  return (
    <div class={`cursor c-${color}${extra ? ` ${extra}` : ""}`} aria-hidden="true">
      <svg viewBox="0 0 18 20">
        <path d="M2 2l13 6.5-6 1.8L6 16z" />
      </svg>
      <b>{name}</b>
    </div>
  );
}
