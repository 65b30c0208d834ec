import { useRef } from "preact/hooks";
import type { Mood } from "../../collab/document/schema.ts";
import { moodWord, octantOf, OCTANTS, onWheel } from "./plane.ts";

export interface WheelProps {
  readonly mood: Mood;
  /** Where the picture's own mood lies, when people have moved away from it. */
  readonly read: Mood | null;
  readonly locked: boolean;
  onMove(mood: Mood): void;
  onBegin(): void;
  onEnd(): void;
}

const CENTRE = { x: 128, y: 106 };
const RADIUS = 80;

/** The mood as a place on a wet palette. The sliders under it say and do the same for keys and readers. */
export function Wheel({ mood, read, locked, onMove, onBegin, onEnd }: WheelProps) {
  const svg = useRef<SVGSVGElement>(null);
  const dragging = useRef(false);
  const here = spotOf(mood);
  const from = read ? spotOf(read) : null;
  const octant = octantOf(mood);

  const move = (event: PointerEvent) => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    if (!matrix) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    const next = onWheel({ valence: (x - CENTRE.x) / RADIUS, arousal: (CENTRE.y - y) / RADIUS });
    onMove({ valence: round(next.valence), arousal: round(next.arousal) });
  };
  const end = () => {
    if (!dragging.current) return;
    dragging.current = false;
    onEnd();
  };
  return (
    <svg
      ref={svg}
      class={locked ? "wheel locked" : "wheel"}
      viewBox="0 8 256 196"
      role="img"
      aria-label={`Mood wheel: ${moodWord(mood)}`}
      onPointerDown={(event) => {
        if (locked) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        onBegin();
        move(event);
      }}
      onPointerMove={(event) => {
        if (dragging.current) move(event);
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      <Palette />
      <circle class="rim" cx={CENTRE.x} cy={CENTRE.y} r={RADIUS} />
      <path class="axis" d="M48 106h160M128 26v160" />
      {OCTANTS.map(({ word, degrees }) => (
        <Word key={word} word={word} degrees={degrees} on={octant?.word === word} />
      ))}
      {from && Math.hypot(from.x - here.x, from.y - here.y) > 6
        ? (
          <>
            <path class="trail" d={`M${from.x} ${from.y}L${here.x} ${here.y}`} />
            <circle class="origin" cx={from.x} cy={from.y} r={3} />
          </>
        )
        : null}
      <circle class="puck" cx={here.x} cy={here.y} r={9} />
      <circle class={`p-${octant?.pigment ?? "lapis"} puck-dot`} cx={here.x} cy={here.y} r={3.5} />
    </svg>
  );
}

function Word(
  { word, degrees, on }: { readonly word: string; readonly degrees: number; readonly on: boolean },
) {
  const radians = degrees * Math.PI / 180;
  const x = CENTRE.x + Math.cos(radians) * 86;
  const y = CENTRE.y - Math.sin(radians) * 88 + 3;
  return (
    <text x={x} y={y} text-anchor={x < CENTRE.x ? "end" : "start"} class={on ? "on" : undefined}>
      {word}
    </text>
  );
}

/** Eight pools of pigment running into each other, cut to a disc. */
function Palette() {
  return (
    <>
      <defs>
        <clipPath id="wheel-disc">
          <circle cx={CENTRE.x} cy={CENTRE.y} r={RADIUS} />
        </clipPath>
        <filter id="wheel-wet" x="-50%" y="-50%" width="200%" height="200%">
          <feTurbulence
            type="fractalNoise"
            baseFrequency=".028"
            numOctaves={3}
            seed={3}
            result="noise"
          />
          <feDisplacementMap
            in="SourceGraphic"
            in2="noise"
            scale={34}
            xChannelSelector="R"
            yChannelSelector="G"
          />
          <feGaussianBlur stdDeviation={5} />
        </filter>
      </defs>
      <g clip-path="url(#wheel-disc)">
        <circle class="wheel-paper" cx={CENTRE.x} cy={CENTRE.y} r={RADIUS} />
        <g class="paints" filter="url(#wheel-wet)">
          {OCTANTS.map(({ pigment, degrees }, i) => {
            const radians = degrees * Math.PI / 180;
            return (
              <circle
                key={pigment}
                class={`p-${pigment} pool`}
                cx={CENTRE.x + Math.cos(radians) * 49}
                cy={CENTRE.y - Math.sin(radians) * 49}
                r={29 + (i % 3) * 3}
              />
            );
          })}
        </g>
      </g>
    </>
  );
}

function spotOf(mood: Mood): { readonly x: number; readonly y: number } {
  const { valence, arousal } = onWheel(mood);
  return { x: CENTRE.x + valence * RADIUS, y: CENTRE.y - arousal * RADIUS };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
