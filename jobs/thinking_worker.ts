/// <reference lib="deno.worker" />
import { yieldToSockets } from "../services/background_thread.ts";
import { ApiError } from "../services/api_error.ts";
import { compose, perform, suggest, toMidi } from "../services/composer/composer.ts";
import { toAnalysis } from "../services/mood/analysis.ts";
import {
  analyseComposite,
  analyseDrawing,
  analyseImage,
  type MoodReading,
} from "../services/mood/reading.ts";
import { rasterise } from "../services/mood/raster.ts";
import type { Answer, Question, Thoughts } from "./thinking.ts";

yieldToSockets();

self.onmessage = ({ data }: MessageEvent<Question>) => {
  let answer: Answer;
  try {
    answer = { ok: true, result: answerTo(data) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const refused = error instanceof ApiError
      ? { code: error.code, status: error.status }
      : undefined;
    answer = { ok: false, message, refused };
  }
  self.postMessage(answer);
};

function answerTo(question: Question): Thoughts[keyof Thoughts]["result"] {
  if (question.name === "read") {
    const reading = read(question.task);
    return toAnalysis(reading, suggest(reading, undefined, question.task.seed));
  }
  if (question.name === "flatten") {
    const { layers, size, width: wide } = question.task;
    const { width, height, data } = rasterise(layers, size, wide);
    return { width, height, data };
  }
  const score = compose(question.task);
  return { score, performance: perform(score), midi: toMidi(score) };
}

function read(task: Thoughts["read"]["task"]): MoodReading {
  switch (task.source) {
    case "image":
      return analyseImage(task.pixels);
    case "drawing":
      return analyseDrawing(task.strokes, task.size);
    case "composite":
      return analyseComposite(task.layers, task.size);
  }
}
