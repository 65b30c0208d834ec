import { Icon } from "./icon.tsx";

export interface FaceProps {
  readonly name: string;
  /** 0 … 7. */
  readonly color: number;
  readonly size?: "sm" | "lg";
  readonly away?: boolean;
}

/** A person: round, in their ink, with initials. Decoration beside a written name. */
export function Face({ name, color, size, away }: FaceProps) {
  const classes = ["face", `c-${color}`, size ?? "", away ? "away" : ""].join(" ").trim();
  return <span class={classes} data-initials={initials(name)} aria-hidden="true" />;
}

/** The engine: square, because machines are. */
export function MachineFace({ size }: { readonly size?: "sm" }) {
  return (
    <span class={`face machine ${size ?? ""}`} aria-hidden="true">
      <Icon name="flask" />
    </span>
  );
}

/** "June Park" → "JP", "tobi" → "TO". */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1
    ? [words[0]!, words.at(-1)!].map((word) => [...word][0]!)
    : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}
