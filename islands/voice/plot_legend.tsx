export interface PlotLegendProps {
  readonly pigment: string;
  /** What the version in front is called; null where there is none. */
  readonly made: string | null;
}

/** Which line is which. */
export function PlotLegend({ pigment, made }: PlotLegendProps) {
  return (
    <div class={`legend p-${pigment}`} aria-hidden="true">
      <span>
        <Swatch line={made === null ? "after" : "before"} />
        as sung
      </span>
      {made === null ? null : (
        <span>
          <Swatch line="after" />
          {made.toLowerCase()}
        </span>
      )}
    </div>
  );
}

function Swatch({ line }: { readonly line: "before" | "after" }) {
  return (
    <svg viewBox="0 0 26 8">
      <path class={line} d="M1 4h24" />
    </svg>
  );
}
