import { z, type ZodType } from "zod";
import { AnswerError } from "./failure.ts";

/** More than any answer that is asked for. */
const MAX_ANSWER_CHARACTERS = 400_000;

/** Puts together what came, in one piece or in many, and says by name what is wrong with it. */
export interface AnswerReader {
  /** @throws AnswerError as soon as a piece shows that there will be no answer. */
  add(response: unknown): void;
  /** Characters so far. */
  readonly length: number;
  readonly tokens: number | undefined;
  /** @throws AnswerError `blocked`, `truncated`, `malformed`. */
  finish<T>(answer: ZodType<T>): T;
}

export function createAnswerReader(): AnswerReader {
  let text = "";
  let finish: string | undefined;
  let tokens: number | undefined;
  return {
    get length() {
      return text.length;
    },
    get tokens() {
      return tokens;
    },
    add(response) {
      const read = Envelope.safeParse(response);
      if (!read.success) throw new AnswerError("malformed");
      const { promptFeedback, candidates, usageMetadata } = read.data;
      if (promptFeedback?.blockReason) throw new AnswerError("blocked");
      const candidate = candidates?.[0];
      for (const part of candidate?.content?.parts ?? []) {
        if (!part.thought) text += part.text ?? "";
      }
      finish = candidate?.finishReason ?? finish;
      tokens = usageMetadata?.totalTokenCount ?? tokens;
      if (text.length > MAX_ANSWER_CHARACTERS) throw new AnswerError("malformed");
    },
    finish(answer) {
      if (finish === "MAX_TOKENS") throw new AnswerError("truncated");
      if (finish !== undefined && BLOCKED.has(finish)) throw new AnswerError("blocked");
      const parsed = answer.safeParse(json(text));
      if (!parsed.success) throw new AnswerError("malformed");
      return parsed.data;
    },
  };
}

/** Reasons to stop that are about what was asked or answered. */
const BLOCKED: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
]);

const Envelope = z.object({
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  candidates: z.array(z.object({
    finishReason: z.string().optional(),
    content: z.object({
      parts: z.array(z.object({ text: z.string().optional(), thought: z.boolean().optional() }))
        .optional(),
    }).optional(),
  })).optional(),
  usageMetadata: z.object({ totalTokenCount: z.number().optional() }).optional(),
});

/** Some models wrap their JSON in a fence in spite of the schema. */
function json(text: string): unknown {
  const bare = /^\s*```(?:json)?\s*([\s\S]*?)```\s*$/.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(bare);
  } catch (error) {
    if (error instanceof SyntaxError) throw new AnswerError("malformed");
    throw error;
  }
}
