import assert from "node:assert/strict";
import { compose } from "../composer/compose.ts";
import { perform } from "../composer/perform.ts";
import { STYLES } from "../composer/score.ts";
import { findFfmpeg } from "../media/ffmpeg.ts";
import { measureLoudness } from "../media/loudness_meter.ts";
import { readWav } from "../mixer/wav.ts";
import { renderPerformance } from "./render.ts";

const MOODS = [[0.7, 0.6], [-0.6, -0.5], [-0.5, 0.7], [0.5, -0.4]] as const;

STYLES.forEach((style, i) => {
  const [valence, arousal] = MOODS[i % MOODS.length]!;
  Deno.test(`render: ${style} is −14 ± .5 LUFS under −1 dBTP by ffmpeg's own meter`, async () => {
    const score = compose({ style, valence, arousal, duration: 30, seed: 11 });
    const rendered = await renderPerformance(perform(score));
    const { integratedLufs, truePeakDbtp } = await measureLoudness(
      await findFfmpeg({}),
      rendered.mixWav,
    );
    assert(Math.abs(integratedLufs + 14) <= 0.5, `${integratedLufs} LUFS`);
    assert(truePeakDbtp <= -1, `${truePeakDbtp} dBTP`);
    assert(Math.abs(rendered.loudnessLufs - integratedLufs) <= 0.2);
    assert(rendered.limiterReductionDb <= 5, `the limiter takes ${rendered.limiterReductionDb} dB`);
    assert(rendered.stems.length >= 5);

    const [left, right] = readWav(rendered.mixWav).channels;
    const audible = (x: number, i: number) => Math.max(Math.abs(x), Math.abs(right![i]!)) > 0.003;
    const last = left!.findLastIndex(audible) / rendered.sampleRate;
    assert(last >= 29.3 && last < 30, `last heard at ${last} s`);
  });
});
