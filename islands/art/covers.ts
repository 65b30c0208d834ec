import { type ArtPoint, type ArtStroke, seededRandom, seedOf } from "./curve.ts";

/** Covers for songs: a few strokes each, chosen and placed by the song's id, so a song keeps its cover. */
export function coverOf(id: string): readonly ArtStroke[] {
  const random = seededRandom(seedOf(id));
  const landscape = LANDSCAPES[Math.floor(random() * LANDSCAPES.length)]!;
  const colours = TRIADS[Math.floor(random() * TRIADS.length)]!;
  return landscape(random, ...colours);
}

/** One dab of one pigment: the paint box of the landing page. */
export function dab(pigment: string, seed: number): readonly ArtStroke[] {
  const random = seededRandom(seed);
  return [{
    pigment,
    size: 92,
    points: [
      [.08, .62, .35],
      [.24, .42 + random() * .12, .9],
      [.5, .5, 1],
      [.74, .4 + random() * .2, .85],
      [.94, .5, .25],
    ],
  }];
}

export const COVER_WIDTH = 300;
export const COVER_HEIGHT = 176;

type Random = () => number;
type Landscape = (random: Random, a: string, b: string, c: string) => ArtStroke[];

const TRIADS: readonly (readonly [string, string, string])[] = [
  ["lapis", "vermilion", "orpiment"],
  ["orpiment", "malachite", "verdigris"],
  ["murex", "indigo", "orpiment"],
  ["vermilion", "orpiment", "madder"],
  ["indigo", "lapis", "madder"],
  ["verdigris", "lapis", "malachite"],
  ["malachite", "madder", "orpiment"],
  ["madder", "murex", "lapis"],
];

function row(count: number, point: (i: number) => ArtPoint): ArtPoint[] {
  return Array.from({ length: count }, (_, i) => point(i));
}

function tide(random: Random, ...[a, b, c]: [string, string, string]): ArtStroke[] {
  const bands = [[a, 60, .8], [b, 34, .55], [c, 22, .34]] as const;
  return bands.map(([pigment, size, y]) => ({
    pigment,
    size,
    points: row(7, (i) => [-.05 + i * .19, y + (random() - .5) * .16, .4 + random() * .6]),
  }));
}

function sun(random: Random, ...[a, b, c]: [string, string, string]): ArtStroke[] {
  return [
    {
      pigment: a,
      size: 42,
      points: row(12, (i) => [
        .62 + .13 * Math.cos(i * .6 + random()),
        .38 + .2 * Math.sin(i * .6),
        .6 + random() * .4,
      ]),
    },
    ...([[c, .72, 30], [b, .86, 46]] as const).map(([pigment, y, size]) => ({
      pigment,
      size,
      points: row(6, (i) => [-.05 + i * .22, y + (random() - .5) * .07, .5 + random() * .5]),
    })),
  ];
}

function rain(random: Random, ...[a, b, c]: [string, string, string]): ArtStroke[] {
  return Array.from({ length: 15 }, (_, i) => {
    const x = .05 + i * .062;
    const y = .08 + random() * .45;
    return {
      pigment: [a, a, b, c][i % 4]!,
      size: 16,
      points: [[x + .06, y, .2], [x + .02, y + .18, .9], [x - .02, y + .36 + random() * .12, .3]],
    };
  });
}

function arc(random: Random, ...colours: [string, string, string]): ArtStroke[] {
  return colours.map((pigment, k) => ({
    pigment,
    size: 26 - k * 4,
    points: row(9, (i) => {
      const angle = Math.PI * (1.05 - i * .138);
      return [
        .5 + (.42 - k * .12) * Math.cos(angle),
        .92 - (.72 - k * .2) * Math.sin(angle) + (random() - .5) * .03,
        .35 + random() * .65,
      ];
    }),
  }));
}

function knot(random: Random, ...[a, b, c]: [string, string, string]): ArtStroke[] {
  return [
    {
      pigment: a,
      size: 30,
      points: row(15, (i) => [
        .5 + .36 * Math.sin(i * .9),
        .5 + .3 * Math.cos(i * 1.35),
        .3 + random() * .7,
      ]),
    },
    { pigment: b, size: 13, points: [[.05, .9, .4], [.4, .85, .9], [.95, .91, .2]] },
    { pigment: c, size: 20, points: [[.78, .2, .7], [.8, .17, 1], [.83, .19, .6]] },
  ];
}

const LANDSCAPES: readonly Landscape[] = [tide, sun, rain, arc, knot];
