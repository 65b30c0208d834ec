import { type ArtStroke, outlinePath, sampleCurve, seededRandom } from "./curve.ts";

export interface TransmuteProps {
  readonly width: number;
  readonly height: number;
  /** Where paint turns into sound, as a fraction of the width. */
  readonly seam: number;
}

/** The picture of the product: left of the seam brush strokes, right of it the bars of their waves. */
export function Transmute({ width, height, seam }: TransmuteProps) {
  const cut = seam * width;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <clipPath id="before-seam">
        <rect x={-40} y={-40} width={cut + 40} height={height + 80} />
      </clipPath>
      {STROKES.map((stroke, index) => {
        const line = sampleCurve(stroke.points, width, height, 3);
        const outline = outlinePath(line, stroke.size);
        const wave = bars(line, stroke.size, cut, width, 11 + index * 7);
        return (
          <g
            key={index}
            class={`p-${stroke.pigment}`}
            opacity={stroke.opacity ?? 1}
            fill="var(--p)"
          >
            <g clip-path="url(#before-seam)">
              <path class="halo" d={outline} filter="url(#glow)" />
              <path d={outline} filter="url(#wet)" />
            </g>
            <g stroke="var(--p)" stroke-linecap="round">
              <g class="halo" filter="url(#glow)">{wave}</g>
              {wave}
            </g>
          </g>
        );
      })}
    </svg>
  );
}

/** Bars that keep the stroke's height at the seam and speak in phrases farther on. */
function bars(
  line: ReturnType<typeof sampleCurve>,
  size: number,
  cut: number,
  width: number,
  seed: number,
) {
  const random = seededRandom(seed);
  const drawn = [];
  let next = cut + 3;
  for (const [x, y, pressure] of line) {
    if (x < next) continue;
    const far = Math.min(1, (x - cut) / (width * .2));
    const phrase = .35 + .65 * Math.abs(Math.sin(x / 83 + seed));
    const spoken = far * (.08 + 1.05 * phrase * random() ** 1.6);
    const half = size * pressure * (.46 * (1 - far) + spoken);
    drawn.push(
      <path
        key={x}
        d={`M${x.toFixed(1)} ${(y - half).toFixed(1)}V${(y + half).toFixed(1)}`}
        stroke-width={(6.2 - 3.2 * far).toFixed(1)}
      />,
    );
    next = x + 7;
  }
  return drawn;
}

const STROKES: readonly ArtStroke[] = [
  {
    pigment: "murex",
    size: 70,
    opacity: .85,
    points: [
      [-.03, .2, .5],
      [.1, .12, .9],
      [.24, .2, 1],
      [.38, .15, .8],
      [.52, .2, .7],
      [
        .7,
        .14,
        .6,
      ],
      [.86, .18, .5],
      [1.02, .15, .3],
    ],
  },
  {
    pigment: "indigo",
    size: 110,
    points: [
      [-.03, .86, .7],
      [.12, .8, 1],
      [.28, .88, .9],
      [.44, .82, 1],
      [.58, .86, .8],
      [
        .74,
        .83,
        .7,
      ],
      [.9, .86, .6],
      [1.02, .84, .4],
    ],
  },
  {
    pigment: "lapis",
    size: 84,
    points: [
      [-.03, .58, .4],
      [.09, .46, .8],
      [.2, .56, 1],
      [.31, .68, .8],
      [.43, .58, .9],
      [
        .55,
        .5,
        .8,
      ],
      [.68, .56, .75],
      [.82, .5, .7],
      [1.02, .53, .4],
    ],
  },
  {
    pigment: "verdigris",
    size: 46,
    points: [
      [.02, .73, .3],
      [.14, .66, .8],
      [.26, .74, 1],
      [.38, .72, .8],
      [.5, .68, .9],
      [
        .66,
        .71,
        .8,
      ],
      [.82, .67, .7],
      [1.02, .69, .4],
    ],
  },
  {
    pigment: "vermilion",
    size: 66,
    points: [
      [.08, .42, .2],
      [.18, .34, .7],
      [.28, .4, 1],
      [.36, .48, .8],
      [.45, .4, .9],
      [
        .56,
        .31,
        .9,
      ],
      [.7, .37, .7],
      [.84, .31, .6],
      [1.02, .34, .3],
    ],
  },
  {
    pigment: "orpiment",
    size: 54,
    points: [[.3, .29, .2], [.38, .25, .9], [.46, .29, 1], [.55, .23, .8], [.68, .26, .8], [
      .84,
      .23,
      .7,
    ], [1.02, .25, .4]],
  },
];
