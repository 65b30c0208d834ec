import { loadavg } from "node:os";
import { join } from "node:path";
import { decodeToFloat, encodeFlac } from "../../services/media/audio.ts";
import { type Ffmpeg, findFfmpeg } from "../../services/media/ffmpeg.ts";
import { writeWav } from "../../services/mixer/wav.ts";
import { analyseVoice } from "../../services/voice/analyse_voice.ts";
import { type PitchPlan, planPitch } from "../../services/voice/correct_pitch.ts";
import { NATURAL } from "../../services/voice/figures/correction_figures.ts";
import { intonationFigures } from "../../services/voice/intonation_figures.ts";
import { psola } from "../../services/voice/psola.ts";
import type { Take } from "../../services/voice/take.ts";
import { judge, median, say } from "../say.ts";
import { KEY, offKeyMinute } from "./off_key.ts";
import { processorMs } from "./processor_time.ts";

const RUNS = 3;
const LEAST_RATIO = 3;

/**
 * A minute of singing from one FLAC to the next, in tune: decoded, heard, tuned, encoded by us; decoded,
 * moved by Rubber Band's R2 engine along our pitch map with formants kept, encoded. In turn, three times.
 */
export async function againstRubberBand(): Promise<void> {
  if (!await hasRubberBand()) {
    say("skipped: no rubberband on PATH (Debian: apt-get install rubberband-cli)");
    return;
  }
  const ffmpeg = await findFfmpeg({});
  const take = offKeyMinute();
  const analysis = analyseVoice(take);
  const plan = planPitch(analysis, { ...KEY, ...NATURAL });
  await ffmpeg.inFolder(async (folder) => {
    const flac = await encodeFlac(ffmpeg, writeWav(take.channels, take.sampleRate, 16));
    const input = join(folder, "take.flac");
    await Deno.writeFile(input, flac);
    await Deno.writeTextFile(join(folder, "map"), pitchMap(plan, take.sampleRate));
    const ours: Spent[] = [];
    const theirs: Spent[] = [];
    for (let i = 0; i < RUNS; i++) {
      theirs.push(await spentOn(() => tunedByRubberBand(ffmpeg, folder, input)));
      ours.push(await spentOn(() => tunedByUs(ffmpeg, flac)));
    }
    report(
      "by the clock",
      ours.map(({ clockMs }) => clockMs),
      theirs.map(({ clockMs }) => clockMs),
    );
    report(
      "by processor time, which other work does not spoil",
      ours.map(({ processor }) => processor),
      theirs.map(({ processor }) => processor),
    );
    const meant = analysis.notes.map(({ startSeconds, endSeconds }, i) => {
      return { startSeconds, endSeconds, targetMidi: plan.targets[i]! };
    });
    const results: readonly [string, Take][] = [
      ["sung", take],
      ["ours", await tunedByUs(ffmpeg, flac)],
      ["Rubber Band R2", await tunedByRubberBand(ffmpeg, folder, input)],
    ];
    for (const [who, result] of results) {
      const figures = intonationFigures(analyseVoice(result).contour, meant);
      const [half, most] = [figures.medianAbsCents, figures.p95AbsCents].map((c) => c.toFixed(1));
      const near = (100 * figures.framesIn50Cents).toFixed(1);
      say(
        `${who.padEnd(14)}  notes off by ${half} c, 95 % by ${most} c; ${near} % of frames in 50 c`,
      );
    }
  });
}

async function tunedByUs(ffmpeg: Ffmpeg, flac: Uint8Array): Promise<Take> {
  const take = await decodeToFloat(ffmpeg, flac, { channels: 1 });
  const analysis = analyseVoice(take);
  const { ratioAt } = planPitch(analysis, { ...KEY, ...NATURAL });
  const tuned = psola(take, analysis.contour, { ratioAt });
  await encodeFlac(ffmpeg, writeWav(tuned.channels, tuned.sampleRate, 16));
  return tuned;
}

async function tunedByRubberBand(ffmpeg: Ffmpeg, folder: string, input: string): Promise<Take> {
  const [wav, tuned] = [join(folder, "in.wav"), join(folder, "out.wav")];
  await ffmpeg.run(["-y", "-i", input, wav]);
  const { success, stderr } = await new Deno.Command("rubberband", {
    args: ["-q", "--fast", "-F", "--pitchmap", join(folder, "map"), wav, tuned],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`rubberband: ${new TextDecoder().decode(stderr)}`);
  const flac = join(folder, "out.flac");
  await ffmpeg.run(["-y", "-i", tuned, "-sample_fmt", "s16", flac]);
  return await decodeToFloat(ffmpeg, await Deno.readFile(flac), { channels: 1 });
}

/** Lines of a sample and the semitones to move it, every 10 ms. */
function pitchMap({ semitones }: PitchPlan, sampleRate: number): string {
  return Array.from(
    semitones,
    (move, i) => `${Math.round(i * 0.01 * sampleRate)} ${move.toFixed(4)}\n`,
  ).join("");
}

async function hasRubberBand(): Promise<boolean> {
  try {
    const asked = new Deno.Command("rubberband", { args: ["-V"], stdout: "null", stderr: "null" });
    return (await asked.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

interface Spent {
  readonly clockMs: number;
  readonly processor: number;
}

async function spentOn(work: () => Promise<unknown>): Promise<Spent> {
  const [clock, processor] = [performance.now(), await processorMs()];
  await work();
  return { clockMs: performance.now() - clock, processor: await processorMs() - processor };
}

function report(how: string, ours: readonly number[], theirs: readonly number[]): void {
  say(`${how} (load ${loadavg()[0]!.toFixed(1)})`);
  say(`  ours            ${ours.map(seconds).join("  ")}`);
  say(`  Rubber Band R2  ${theirs.map(seconds).join("  ")}`);
  const ratio = median(theirs) / median(ours);
  judge("  less by", `${ratio.toFixed(1)} ×`, `≥ ${LEAST_RATIO} ×`, ratio >= LEAST_RATIO);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
