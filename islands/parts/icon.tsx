import type { VNode } from "preact";

/** The drawn signs of the interface, on a 24 px square. Always beside or inside a name; never alone. */
export function Icon({ name, class: extra }: { readonly name: IconName; readonly class?: string }) {
  return (
    <svg class={extra ? `ico ${extra}` : "ico"} viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}

export type IconName = keyof typeof SHAPES;

/** A painted ring with a dot: the old sign for gold, and a loudspeaker. */
export function Mark() {
  return (
    <svg viewBox="0 0 26 26" aria-hidden="true">
      <path
        fill-rule="evenodd"
        d="M13.4 1.2C20 1 25 6.3 24.8 13.1 24.6 19.7 19.4 24.9 12.7 24.7 6.2 24.5 1.1 19.3 1.3 12.8 1.5 6.6 6.9 1.4 13.4 1.2zM14.3 4.6C9.3 4.3 4 7.7 3.9 13c-.1 5 4.1 9.3 9 9.3 5 0 8.4-4.1 8.5-9 .1-4.9-2.9-8.4-7.1-8.7z"
      />
      <circle class="dot" cx="13" cy="13.3" r="3.6" />
    </svg>
  );
}

/** A dab of paint, the shape of a swatch. */
export function Dab({ class: extra }: { readonly class?: string }) {
  return (
    <svg class={extra} viewBox="0 0 26 20" aria-hidden="true">
      <path d="M2 12C3 6 9 3 14 4.5 20 6 25 5 24.5 10 24 15 18 16.5 12 16 7 15.6 1.5 17 2 12z" />
    </svg>
  );
}

const SHAPES = {
  play: (
    <>
      <path d="M7 4.5v15l12.5-7.5z" fill="currentColor" />
    </>
  ),
  pause: (
    <>
      <path d="M8 5v14M16 5v14" stroke-width="3.5" />
    </>
  ),
  start: (
    <>
      <path d="M6 5v14M19 5.5v13L9 12z" />
    </>
  ),
  undo: (
    <>
      <path d="M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3" />
    </>
  ),
  redo: (
    <>
      <path d="M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3" />
    </>
  ),
  brush: (
    <>
      <path d="M20.5 3.5L11 13M11 13c-3-.5-5 1-5 3.8 0 1.6-1 2.7-2.5 3.2 3.5 1.3 8.5.5 8.5-4.2A3 3 0 0 0 11 13z" />
    </>
  ),
  erase: (
    <>
      <path d="M8 20l-4.5-4.5a1.5 1.5 0 0 1 0-2L13 4l7 7-9 9zM8.5 8.5l7 7M8 20h12" />
    </>
  ),
  hand: (
    <>
      <path d="M8 12V6a1.5 1.5 0 0 1 3 0v5M11 10.5V4.5a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-1.5-3a1.4 1.4 0 0 1 2.3-1.5L8 14.5" />
    </>
  ),
  image: (
    <>
      <rect x="3.5" y="4.5" width="17" height="15" rx="2" />
      <circle cx="9" cy="10" r="1.6" />
      <path d="M4 17l5-4 3 2.5L16 11l4.5 4.5" />
    </>
  ),
  check: (
    <>
      <path d="M5 12.5l4.5 4.5L19 7" />
    </>
  ),
  sync: (
    <>
      <path d="M20 12a8 8 0 0 1-14 5.3M4 12a8 8 0 0 1 14-5.3M18 3v4h-4M6 21v-4h4" />
    </>
  ),
  cloudoff: (
    <>
      <path d="M4 4l16 16M8.5 8A5 5 0 0 0 7 17.5h9.5M11 6.6A6 6 0 0 1 17.5 11a3.3 3.3 0 0 1 3 5" />
    </>
  ),
  eye: (
    <>
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  lock: (
    <>
      <rect x="5" y="11" width="14" height="9" rx="2" />
      <path d="M8 11V8a4 4 0 0 1 8 0v3" />
    </>
  ),
  x: (
    <>
      <path d="M6 6l12 12M18 6L6 18" />
    </>
  ),
  plus: (
    <>
      <path d="M12 5v14M5 12h14" />
    </>
  ),
  more: (
    <>
      <circle cx="5" cy="12" r="1.3" fill="currentColor" />
      <circle cx="12" cy="12" r="1.3" fill="currentColor" />
      <circle cx="19" cy="12" r="1.3" fill="currentColor" />
    </>
  ),
  share: (
    <>
      <path d="M12 15V4M8 7.5L12 3.5l4 4M6 12H5v8.5h14V12h-1" />
    </>
  ),
  down: (
    <>
      <path d="M12 4v12M7.5 11.5L12 16l4.5-4.5M5 20h14" />
    </>
  ),
  search: (
    <>
      <circle cx="11" cy="11" r="6.5" />
      <path d="M16 16l4.5 4.5" />
    </>
  ),
  flask: (
    <>
      <path d="M9.5 3.5h5M10.5 3.5v6L5 18.5a1.6 1.6 0 0 0 1.4 2.5h11.2a1.6 1.6 0 0 0 1.4-2.5l-5.5-9v-6M7.5 15.5h9" />
    </>
  ),
  mic: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  rec: (
    <>
      <circle cx="12" cy="12" r="6.5" fill="currentColor" />
    </>
  ),
  metro: (
    <>
      <path d="M9 3.5h6l3.5 17h-13zM7 15h10M12 15l6.5-9" />
    </>
  ),
  dice: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="3.5" />
      <circle cx="9" cy="9" r="1" fill="currentColor" />
      <circle cx="15" cy="15" r="1" fill="currentColor" />
      <circle cx="12" cy="12" r="1" fill="currentColor" />
    </>
  ),
  alert: (
    <>
      <path d="M12 4l9 16H3zM12 10v4.5M12 17.3v.2" />
    </>
  ),
  sound: (
    <>
      <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" />
    </>
  ),
  mute: (
    <>
      <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5" />
    </>
  ),
  mood: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 3.5v17M3.5 12h17" stroke-dasharray="1 3" />
      <circle cx="9" cy="15" r="2" fill="currentColor" />
    </>
  ),
  tracks: (
    <>
      <path d="M4 7h10M4 12h16M4 17h7" />
    </>
  ),
  lines: (
    <>
      <path d="M4 6h16M4 11h12M4 16h16M4 21h8" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.5" />
      <path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5.5a3.5 3.5 0 0 1 0 6.3M18 14.5a6.5 6.5 0 0 1 3.5 5.5" />
    </>
  ),
  copy: (
    <>
      <rect x="9" y="9" width="11" height="11" rx="2" />
      <path d="M15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3" />
    </>
  ),
  gold: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <circle cx="12" cy="12" r="1.8" fill="currentColor" />
    </>
  ),
  retry: (
    <>
      <path d="M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 4v4.5h-4.5" />
    </>
  ),
  keys: (
    <>
      <rect x="2.5" y="6" width="19" height="12" rx="2" />
      <path d="M6 10h.1M10 10h.1M14 10h.1M18 10h.1M8 14h8" />
    </>
  ),
  out: (
    <>
      <path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9" />
    </>
  ),
  bin: (
    <>
      <path d="M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4" />
    </>
  ),
  fold: (
    <>
      <path d="M6 9l6 6 6-6" />
    </>
  ),
} satisfies Record<string, VNode>;
