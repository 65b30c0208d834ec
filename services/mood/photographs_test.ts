import assert from "node:assert/strict";
import { findFfmpeg } from "../media/ffmpeg.ts";
import { decodeImage } from "../media/image.ts";
import { photoBytes } from "../media/image_samples.ts";
import { analyseImage, type MoodReading } from "./reading.ts";

const ffmpeg = await findFfmpeg({});

async function readingOf(name: string, maxSide = 256): Promise<MoodReading> {
  return analyseImage(await decodeImage(await photoBytes(name), { ffmpeg, maxSide }));
}

/** What people see in them: + pleasant or stirring, − unpleasant or still, 0 either. */
const PHOTOGRAPHS = [
  ["mate/nature/Storm.jpg", "a grey storm over a road", "-", "0"],
  ["mate/nature/Aqua.jpg", "a drop falls into clear water", "+", "-"],
  ["mate/nature/GreenMeadow.jpg", "fresh grass in the sun", "+", "+"],
  ["mate/nature/FreshFlower.jpg", "the heart of a burning red flower", "+", "+"],
  ["mate/nature/Garden.jpg", "red and yellow flowers", "+", "+"],
  ["mate/nature/Wood.jpg", "pale boards in soft light", "+", "-"],
  ["mate/nature/Dune.jpg", "sea grass under a blue sky", "+", "0"],
  ["mate/nature/Blinds.jpg", "light through a leaf", "+", "+"],
  ["mate/desktop/Ubuntu-Mate-Dark-no-logo.png", "a hardly lit wall", "-", "-"],
  ["gnome/wood-d.webp", "brown slats in the dark", "-", "0"],
  ["gnome/adwaita-l.webp", "soft blue blocks", "+", "-"],
  ["gnome/grid-d.webp", "a hard blue grid in the dark", "0", "+"],
] as const;

Deno.test("real pictures land where people would put them", async (t) => {
  for (const [name, what, pleasant, stirring] of PHOTOGRAPHS) {
    await t.step(`${what} (${name})`, async () => {
      const { valence, arousal } = await readingOf(name);
      for (const [sign, value] of [[pleasant, valence], [stirring, arousal]] as const) {
        if (sign === "0") assert.ok(Math.abs(value) < 0.4, `${value.toFixed(2)}`);
        else assert.ok(sign === "+" ? value > 0.1 : value < -0.1, `${sign} ${value.toFixed(2)}`);
      }
    });
  }
});

Deno.test("real pictures spread over the plane instead of crowding its middle", async () => {
  const readings = await Promise.all(PHOTOGRAPHS.map(([name]) => readingOf(name)));
  for (const axis of ["valence", "arousal"] as const) {
    const values = readings.map((reading) => reading[axis]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length,
    );
    assert.ok(
      deviation > 0.35 && Math.abs(mean) < 0.35,
      `${axis}: ${mean.toFixed(2)} ± ${deviation.toFixed(2)}`,
    );
  }
  const words = new Set(readings.map(({ named }) => named.primary.word));
  assert.ok(words.size >= 7, [...words].join(", "));
});

Deno.test("a photo's mood does not depend on the size it was decoded to", async () => {
  for (
    const name of [
      "mate/nature/GreenMeadow.jpg",
      "mate/nature/Storm.jpg",
      "mate/nature/LadyBird.jpg",
    ]
  ) {
    const [small, large] = [await readingOf(name, 128), await readingOf(name, 512)];
    for (const axis of ["valence", "arousal", "dominance"] as const) {
      const apart = Math.abs(small[axis] - large[axis]);
      assert.ok(apart < 0.05, `${name} ${axis}: ${apart.toFixed(3)}`);
    }
  }
});
