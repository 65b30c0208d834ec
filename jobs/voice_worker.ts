/// <reference lib="deno.worker" />
import { ApiError } from "../services/api_error.ts";
import { yieldToSockets } from "../services/background_thread.ts";
import { encodePeaks } from "../services/mixer/peaks.ts";
import { readWav, writeWav } from "../services/mixer/wav.ts";
import {
  analyseVoice,
  type VoiceAnalysis,
  type VoiceProblem,
} from "../services/voice/analyse_voice.ts";
import { harmonise } from "../services/voice/harmonies/harmonise.ts";
import { matchReference } from "../services/voice/match_reference.ts";
import { type ProcessSettings, processTake } from "../services/voice/process_take.ts";
import { heardLoudness } from "../services/voice/shaping/as_loud_as.ts";
import { applyStyle } from "../services/voice/styles/apply_style.ts";
import { lengthOf, type Take } from "../services/voice/take.ts";
import { pitchJson } from "./pitch_json.ts";
import type {
  KeyWish,
  Made,
  MadeSound,
  Report,
  SoundPaths,
  VoiceAnswer,
  VoiceQuestion,
  VoiceTaskName,
  VoiceTasks,
} from "./voice_tasks.ts";

yieldToSockets();

self.onmessage = ({ data }: MessageEvent<VoiceQuestion>) => {
  try {
    tell({ kind: "done", result: answerTo(data) });
  } catch (error) {
    const message = error instanceof Error ? error.stack ?? error.message : String(error);
    tell(
      error instanceof ApiError
        ? {
          kind: "failed",
          message: error.message,
          refused: { code: error.code, status: error.status },
        }
        : { kind: "failed", message },
    );
  }
};

/** The share of the work that hearing the take is. */
const LISTENING = 0.25;

function answerTo({ name, task }: VoiceQuestion): VoiceTasks[VoiceTaskName]["result"] {
  switch (name) {
    case "listen": {
      const analysis = analyseVoice(read(task.input));
      Deno.writeTextFileSync(task.contour, JSON.stringify(pitchJson(analysis)));
      return { problem: analysis.problem };
    }
    case "process":
      return process(task);
    case "style": {
      const [take, analysis] = heard(task.input);
      if (analysis.problem === "silent") throw refusal("silent");
      const made = applyStyle(take, analysis, task.options, working);
      return finish(made.take, { ...made.report }, task.output);
    }
    case "match":
      return match(task);
    case "harmonise":
      return harmonies(task);
  }
}

function process({ input, settings, output }: VoiceTasks["process"]["task"]): Made {
  const [take, analysis] = heard(input);
  const { problem } = analysis;
  // Breaths can be calmed in what cannot be tuned.
  if (problem && (problem === "silent" || !settings.breaths)) throw refusal(problem);
  const made = processTake(take, analysis, withKey(settings, analysis), working);
  tell({ kind: "progress", stage: "saving", fraction: 0.97 });
  return {
    sound: write(made.take, output, made.after, made.targetMidi),
    report: { ...made.report },
  };
}

function harmonies(
  { input, options, outputs }: VoiceTasks["harmonise"]["task"],
): VoiceTasks["harmonise"]["result"] {
  const [take, analysis] = heard(input);
  const problem = analysis.problem ?? (analysis.notes.length === 0 ? "unpitched" : null);
  if (problem) throw refusal(problem);
  const wanted = { ...options, ...keyOf(options, analysis) };
  const { parts, report } = harmonise(take, analysis, wanted, working);
  tell({ kind: "progress", stage: "saving", fraction: 0.95 });
  return {
    parts: parts.map(({ name, pan, gainDb, take }, i) => {
      return { name, pan, gainDb, ...write(take, outputs[i]!) };
    }),
    report: { ...report },
  };
}

function match({ input, reference, options, output }: VoiceTasks["match"]["task"]): Made {
  const [take, analysis] = heard(input);
  if (analysis.problem === "silent") throw refusal("silent");
  const other = read(reference);
  const otherAnalysis = analyseVoice(other);
  if (otherAnalysis.problem === "silent") {
    throw new ApiError("REFERENCE_SILENT", 422, "Nothing is to be heard in the reference.");
  }
  working("matching", 0.1);
  const made = matchReference(take, analysis, other, otherAnalysis, options);
  return finish(made.take, { ...made.report }, output);
}

function heard(path: string): readonly [Take, VoiceAnalysis] {
  tell({ kind: "progress", stage: "listening", fraction: 0 });
  const take = read(path);
  return [take, analyseVoice(take)];
}

function finish(take: Take, report: Report, output: SoundPaths): Made {
  tell({ kind: "progress", stage: "saving", fraction: 0.97 });
  return { sound: write(take, output), report };
}

function working(stage: string, progress: number): void {
  const fraction = LISTENING + (0.95 - LISTENING) * progress;
  tell({ kind: "progress", stage, fraction });
}

function withKey(settings: ProcessSettings, analysis: VoiceAnalysis): ProcessSettings {
  const { pitch } = settings;
  return pitch ? { ...settings, pitch: { ...pitch, ...keyOf(pitch, analysis) } } : settings;
}

function keyOf(wish: KeyWish, { key }: VoiceAnalysis): { key: string; scale: string } {
  return {
    key: wish.key ?? key.key,
    scale: wish.scale ?? (wish.key === undefined ? key.scale : "major"),
  };
}

const WORKS = "Breath control and styles still work with it.";
const REFUSALS: Readonly<Record<VoiceProblem, string>> = {
  silent: "Nothing is to be heard in this take. Record it again, closer to the microphone.",
  unpitched:
    `No pitch can be followed in this take, as if it were noise, a whisper, a whistle or a beat. ${WORKS}`,
  polyphonic: "Several voices sound at once in this take, so that no single one can be followed. " +
    `${WORKS} For tuning, timing and harmonies, record one voice at a time.`,
};

function refusal(problem: VoiceProblem): ApiError {
  return new ApiError(`VOICE_${problem.toUpperCase()}`, 422, REFUSALS[problem]);
}

function read(path: string): Take {
  return readWav(Deno.readFileSync(path));
}

function write(
  { channels, sampleRate }: Take,
  paths: SoundPaths,
  analysis?: VoiceAnalysis,
  targetMidi?: Float32Array,
): MadeSound {
  Deno.writeFileSync(paths.wav, writeWav(channels, sampleRate, 24));
  Deno.writeFileSync(paths.peaks, encodePeaks(channels, sampleRate));
  if (paths.contour && analysis) {
    Deno.writeTextFileSync(paths.contour, JSON.stringify(pitchJson(analysis, targetMidi)));
  }
  const lufs = heardLoudness({ channels, sampleRate });
  return {
    durationSeconds: lengthOf({ channels, sampleRate }) / sampleRate,
    lufs: Number.isFinite(lufs) ? Math.round(lufs * 10) / 10 : null,
  };
}

function tell(answer: VoiceAnswer): void {
  self.postMessage(answer);
}
