import type { Style } from "./score.ts";

/** One drum's bar of sixteen steps: X accent, x hit, o soft, g ghost, . rest. */
export interface DrumLine {
  readonly key: number;
  readonly steps: string;
}

export type Groove = readonly DrumLine[];

/** Grooves for levels 1, 2, 3, each in one or more variants; General MIDI keys. */
const FOUR_FOUR: Readonly<Record<Style, Levels>> = {
  ambient: [
    [groove("")],
    [groove("70 ..g...g...g...g.")],
    [
      groove("41 o...............  70 g.o.g.o.g.o.g.o."),
      groove("41 o.........g.....  70 g.o.g.o.g.o.g.o."),
    ],
  ],
  pop: [
    [
      groove("36 x.......x.......  37 ....o.......o...  42 o.o.o.o.o.o.o.o."),
      groove("36 x.......x.x.....  37 ....o.......o...  42 x...o...x...o..."),
    ],
    [
      groove("36 x.....x.x.......  38 ....x.......x...  42 x.o.x.o.x.o.x.o."),
      groove("36 x...x...x...x...  38 ....x.......x...  42 o.x.o.x.o.x.o.x."),
      groove("36 x......xx.......  38 ....x.......x...  42 x.o.x.o.x.o.x.o."),
    ],
    [
      groove("36 x..x..x.x.....x.  38 ....X.......X..g  42 x.o.x.o.x.o.x...  46 ..............o."),
      groove("36 x..x....x.x.....  38 ....X.......X...  42 x.o.x.o.x.o.x.o.  54 ..o...o...o...o."),
    ],
  ],
  rock: [
    [
      groove("36 x.......x.......  37 ....x.......x...  42 x.o.x.o.x.o.x.o."),
      groove("36 x.........x.....  37 ....x.......x...  42 x...x...x...x..."),
    ],
    [
      groove("36 x.....x.x.x.....  38 ....X.......X...  42 X.x.X.x.X.x.X.x."),
      groove("36 x.x.....x.x.....  38 ....X.......X...  42 X.x.X.x.X.x.X.x."),
    ],
    [
      groove("36 X.x...x.x.x...x.  38 ....X..g....X...  51 X.x.X.x.X.x.X.x."),
      groove("36 X..x..X.x..x..x.  38 ....X.......X..g  51 X...X...X...X...  42 ..x...x...x...x."),
    ],
  ],
  jazz: [
    [groove("44 ....o.......o...  51 x...x.o.x...x.o.")],
    [
      groove("36 g...g...g...g...  38 .......g........  44 ....x.......x...  51 x...x.o.x...x.o."),
      groove("36 g...g...g...g...  38 ......g.......o.  44 ....x.......x...  51 x...x.o.x...x.o."),
    ],
    [
      groove("36 g...g...g...g.o.  38 ...g..o....g..g.  44 ....x.......x...  51 X...x.x.x...X.x."),
      groove("36 g...g..og...g...  38 ....g..o...o..g.  44 ....x.......x...  51 X...x.x.X...x.x."),
    ],
  ],
  lofi: [
    [
      groove("36 x.........x.....  37 ....o.......o...  42 o.o.o.o.o.o.o.o."),
      groove("36 x.....x.........  37 ....o.......o...  42 o...o...o...o..."),
    ],
    [
      groove("36 x......x..x.....  38 ....x.......x...  42 x.o.x.o.x.ogx.o."),
      groove("36 x.....x...x.....  38 ....x.......x..g  42 x.o.x.o.x.o.x.o."),
    ],
    [
      groove("36 x..x...x..x..x..  38 ....x..g.g..x...  42 x.ogx.o.x.o.xgo.  46 ..............o."),
      groove("36 x..x......x..x..  38 ....x.......x..g  42 x.o.xgo.x.o.xgo.  46 ......o........."),
    ],
  ],
  cinematic: [
    [groove("")],
    [
      groove("41 x.......o.......  47 ......o.......o."),
      groove("41 x..o..x.........  47 ..........o...o."),
    ],
    [
      groove("41 X..o..x.X..o..xo  43 ......o.....x.x.  47 ....o.......o..."),
      groove("41 X...o.x.X...o.xx  45 ..o.......o.....  47 ......x.......x."),
    ],
  ],
  electronic: [
    [
      groove("36 x...x...x...x...  42 ..o...o...o...o."),
      groove("36 x...x...x...x...  42 ..o...o...o..oo."),
    ],
    [
      groove("36 X...X...X...X...  39 ....x.......x...  46 ..x...x...x...x."),
      groove("36 X...X...X...X...  39 ....x.......x...  46 ..x...x...x...x.  70 o..oo..oo..oo..o"),
    ],
    [
      groove("36 X...X...X...X...  39 ....X.......X...  42 xgogxgogxgogxgog  46 ..x...x...x...x."),
      groove("36 X...X...X...X.x.  39 ....X.......X...  42 o.xoo.xoo.xoo.xo  46 ..x...x...x...x."),
    ],
  ],
  folk: [
    [groove("70 g.o.g.o.g.o.g.o."), groove("70 o...g.o.o...g.o.")],
    [
      groove("36 o.......o.......  54 ....o.......o...  70 o.x.o.x.o.x.o.x."),
      groove("36 o.....o.o.......  54 ....o.......o...  70 o.x.o.x.o.x.o.x."),
    ],
    [
      groove("36 x.....o.x.......  37 ....o.......o...  54 ....x.......x...  70 ogxgogxgogxgogxg"),
      groove("36 x.......x.......  38 ..o...o...o...o.  54 ....x.......x...  70 o.x.o.x.o.x.o.x."),
    ],
  ],
};

/** Waltzes of their own: one strong beat and two light ones. */
const THREE_FOUR: Readonly<Partial<Record<Style, Levels>>> = {
  folk: [
    [groove("70 g.o.g.o.g.o."), groove("70 o...g...g...")],
    [groove("36 o...........  54 ....o...o...  70 o.x.o.x.o.x.")],
    [groove("36 x.........o.  37 ....o...o...  54 ....x...x...  70 ogxgogxgogxg")],
  ],
  jazz: [
    [groove("44 ....o.......  51 x...x.o.x...")],
    [groove("36 g...........  38 .......g....  44 ....x...x...  51 x...x.o.x.o.")],
    [groove("36 g.....g.....  38 ...g..o....g  44 ....x...x...  51 X...x.x.x.o.")],
  ],
  cinematic: [
    [groove("")],
    [groove("41 x...........  47 ....o...o...")],
    [groove("41 X..o..x.o.xo  43 ....x...x...  47 ......o.....")],
  ],
};

type Levels = readonly [readonly Groove[], readonly Groove[], readonly Groove[]];

/** The variants a style has at an energy level; a pattern of sixteen steps is cut for three-four. */
export function groovesFor(
  style: Style,
  beatsPerBar: 3 | 4,
  level: 1 | 2 | 3,
): readonly Groove[] {
  const levels = (beatsPerBar === 3 ? THREE_FOUR[style] : undefined) ?? FOUR_FOUR[style];
  return levels[level - 1]!;
}

export type FillSet = "std" | "soft" | "elec" | "cine" | "folk";

/** What a section's last bar plays instead of its snare and toms. */
export const FILLS: Readonly<Record<FillSet, readonly Groove[]>> = {
  std: [
    groove("38 ........x.x.xxxx"),
    groove("38 ............x.xx  45 ..........xx....  48 ........xx......"),
    groove("38 ............xgxX"),
    groove("41 ..............x.  45 ............x...  48 ........x.x....."),
  ],
  soft: [
    groove("38 ............o.go"),
    groove("37 ..........o...o."),
  ],
  elec: [
    groove("38 ........x.x.xxxx"),
    groove("39 ............xxxx"),
  ],
  cine: [
    groove("41 ........o.o.xxxX"),
    groove("41 ........x..x..X.  43 .........xx.xx.."),
  ],
  folk: [
    groove("54 ............oxox"),
  ],
};

/** Velocity added by a step's sign. */
export const DRUM_ACCENT: Readonly<Record<string, number>> = { X: 12, x: 2, o: -12, g: -34 };

function groove(text: string): Groove {
  return text.split(/ {2,}/).filter(Boolean).map((line) => {
    const [key = "", steps = ""] = line.split(" ");
    return { key: Number(key), steps };
  });
}
