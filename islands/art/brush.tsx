import { type ArtStroke, outlinePath, sampleCurve } from "./curve.ts";

/** The wet edge and the dry bristles, defined once a page; every painting refers to them by id. */
export function BrushFilters() {
  return (
    <svg class="sr" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <filter id="wet" x="-5%" y="-20%" width="110%" height="140%">
          <feTurbulence type="fractalNoise" baseFrequency=".035 .05" numOctaves={3} seed={4} />
          <feDisplacementMap
            in="SourceGraphic"
            scale={5}
            xChannelSelector="R"
            yChannelSelector="G"
            result="edge"
          />
          <feTurbulence type="fractalNoise" baseFrequency=".012 .22" numOctaves={2} seed={9} />
          <feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0 0 0 -2 1.98" />
          <feComposite in="edge" operator="in" />
        </filter>
        <filter id="glow" x="-.4" y="-.4" width="1.8" height="1.8">
          <feGaussianBlur stdDeviation={11} />
        </filter>
      </defs>
    </svg>
  );
}

export interface PaintingProps {
  readonly strokes: readonly ArtStroke[];
  readonly width: number;
  readonly height: number;
  readonly label?: string;
  /** Show all of it and leave room, where covers fill and cut. */
  readonly whole?: boolean;
}

/** Strokes with their halo, filling their box. */
export function Painting({ strokes, width, height, label, whole }: PaintingProps) {
  const paths = strokes.map((stroke, index) => (
    <path
      key={index}
      class={`p-${stroke.pigment}`}
      fill="var(--p)"
      opacity={stroke.opacity ?? 1}
      d={outlinePath(sampleCurve(stroke.points, width, height), stroke.size)}
    />
  ));
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio={whole ? "xMidYMid meet" : "xMidYMid slice"}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <g class="halo" filter="url(#glow)">{paths}</g>
      <g filter="url(#wet)">{paths}</g>
    </svg>
  );
}
