/**
 * A 60 s piece from brief to MP3 (score, performance, stems, master, encode) against FluidSynth's
 * CLI rendering the same MIDI with the same font once, and one ffmpeg encode of that. Both sides run
 * in turn, three times; the ratio of the medians is the result.
 */
import { join } from "node:path";
import { compose } from "../services/composer/compose.ts";
import { toMidi } from "../services/composer/midi.ts";
import { perform } from "../services/composer/perform.ts";
import type { Brief } from "../services/composer/score.ts";
import { encodeMp3 } from "../services/media/audio.ts";
import { type Ffmpeg, findFfmpeg } from "../services/media/ffmpeg.ts";
import { renderPerformance } from "../services/renderer/render.ts";
import { soundfontPath } from "../services/renderer/soundfont.ts";

const BRIEF: Brief = { style: "pop", valence: 0.6, arousal: 0.4, duration: 60, seed: 1 };
const RUNS = 3;
const MOST_RATIO = 1.5;

export async function run(): Promise<void> {
  const ffmpeg = await findFfmpeg({});
  if (!await hasFluidsynth()) {
    print("  skipped: no fluidsynth on PATH (Debian: apt-get install fluidsynth)");
    return;
  }
  const score = compose(BRIEF);
  const names = perform(score).parts.map((part) => part.name);
  print(`  ${BRIEF.duration} s of ${BRIEF.style}, ${names.length} parts: ${names.join(", ")}`);
  await ffmpeg.inFolder(async (folder) => {
    const [font, midi] = [join(folder, "font.sf3"), join(folder, "piece.mid")];
    await Deno.copyFile(soundfontPath(), font);
    await Deno.writeFile(midi, toMidi(score));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      theirs.push(await millisecondsOf(() => renderWithFluidsynth(ffmpeg, folder, font, midi)));
      ours.push(await millisecondsOf(() => renderWithUs(ffmpeg)));
    }
    const ratio = median(ours) / median(theirs);
    print(`  ours        ${ours.map(seconds).join("  ")}`);
    print(`  FluidSynth  ${theirs.map(seconds).join("  ")}`);
    const verdict = ratio <= MOST_RATIO ? "ok" : "MISSED";
    print(`  ratio ${ratio.toFixed(2)}, bar ≤ ${MOST_RATIO}: ${verdict}`);
  });
}

async function renderWithUs(ffmpeg: Ffmpeg): Promise<void> {
  const { mixWav } = await renderPerformance(perform(compose(BRIEF)));
  await encodeMp3(ffmpeg, mixWav);
}

async function renderWithFluidsynth(
  ffmpeg: Ffmpeg,
  folder: string,
  font: string,
  midi: string,
): Promise<void> {
  const wav = join(folder, "fluidsynth.wav");
  const { success, stderr } = await new Deno.Command("fluidsynth", {
    args: ["-ni", "-q", "-r", "44100", "-T", "wav", "-F", wav, font, midi],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`fluidsynth failed: ${new TextDecoder().decode(stderr)}`);
  await encodeMp3(ffmpeg, await Deno.readFile(wav));
}

async function hasFluidsynth(): Promise<boolean> {
  try {
    const command = new Deno.Command("fluidsynth", { args: ["--version"], stdout: "null" });
    return (await command.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) await run();
