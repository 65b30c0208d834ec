import type { VNode } from "preact";

/** The signs that only the voice needs: they come with it, not with the studio. */
export function RecordingIcon({ name }: { readonly name: keyof typeof SHAPES }) {
  return <svg class="ico" viewBox="0 0 24 24" aria-hidden="true">{SHAPES[name]}</svg>;
}

const SHAPES = {
  rec: <circle cx="12" cy="12" r="6.5" fill="currentColor" />,
  stop: <rect x="6" y="6" width="12" height="12" rx="2" fill="currentColor" />,
  mic: (
    <>
      <rect x="9" y="3" width="6" height="11" rx="3" />
      <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
    </>
  ),
  micoff: (
    <path d="M4 4l16 16M9 9v2a3 3 0 0 0 4.5 2.6M15 11V6a3 3 0 0 0-5.7-1.2M5.5 11.5A6.5 6.5 0 0 0 16 16.6M18.3 13.5a6 6 0 0 0 .2-2M12 18v3" />
  ),
  up: <path d="M12 20V8M7.5 12.5L12 8l4.500 4.500M5 4h14" />,
  pen: (
    <path d="M4 20l1.200-4.600L16.600 4a2 2 0 0 1 2.900 0l.5.5a2 2 0 0 1 0 2.900L8.600 18.800z" />
  ),
} satisfies Readonly<Record<string, VNode>>;
