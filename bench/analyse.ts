/**
 * Analysing a 12-megapixel photo, decode to words, against ffmpeg alone decoding and scaling the same
 * file: medians of five in one run. The bar is a ratio of 2.
 */
import { suggest } from "../services/composer/suggest.ts";
import { findFfmpeg } from "../services/media/ffmpeg.ts";
import { decodeImage } from "../services/media/image.ts";
import { toAnalysis } from "../services/mood/analysis.ts";
import { analyseImage } from "../services/mood/reading.ts";

const PHOTO = "/usr/share/backgrounds/mate/nature/RainDrops.jpg";
const BAR = 2;
const ROUNDS = 5;

export async function run(): Promise<void> {
  const ffmpeg = await findFfmpeg({});
  await ffmpeg.inFolder(async (folder) => {
    const photo = `${folder}/photo.jpg`;
    await ffmpeg.run(["-i", PHOTO, "-vf", "scale=4000:3000", "-q:v", "3", photo]);
    const bytes = await Deno.readFile(photo);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const analysed = await millisecondsOf(async () => {
        const reading = analyseImage(await decodeImage(await Deno.readFile(photo), { ffmpeg }));
        toAnalysis(reading, suggest(reading));
      });
      const scaled = await millisecondsOf(async () => {
        const size = ["-vf", "scale=256:192", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
        await ffmpeg.run(["-i", photo, ...size]);
      });
      if (round < 0) continue; // the first pair warms the caches of both
      ours.push(analysed);
      theirs.push(scaled);
    }
    const ratio = median(ours) / median(theirs);
    print(`  4000 × 3000 JPEG, ${(bytes.length / 2 ** 20).toFixed(1)} MB, median of ${ROUNDS}`);
    print(`  analysed ${median(ours).toFixed(0)} ms, ffmpeg alone ${median(theirs).toFixed(0)} ms`);
    print(`  ratio ${ratio.toFixed(2)}, bar ≤ ${BAR}: ${ratio <= BAR ? "kept" : "MISSED"}`);
  });
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1]!;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) await run();
