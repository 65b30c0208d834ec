import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { moodNamed } from "../services/mood/circumplex.ts";
import type { AppDeps } from "./deps.ts";
import { rhymesInContext } from "./rhymes_in_context.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { BEARER, errors, jsonAnswer, text } from "./schemas.ts";

const NearKind = z.enum(["family", "additive", "subtractive", "assonance", "consonance"]);

const Rhymes = z.object({
  word: z.string(),
  syllables: z.int(),
  perfect: z.array(z.object({ syllables: z.int(), words: z.array(z.string()) })).openapi({
    description: "Grouped by syllables, in each group the commonest first",
  }),
  near: z.array(z.object({
    syllables: z.int(),
    words: z.array(z.object({ word: z.string(), kind: NearKind })),
  })).openapi({ description: "Empty unless asked for with near=true" }),
  in_context: z.array(z.string()).optional().openapi({
    description: "With a line: those that would end it well, the best first",
  }),
  engine: z.enum(["local", "gemini"]).optional().openapi({ description: "Who chose in_context" }),
  engine_reason: z.string().optional().openapi({ description: "Why it was not Gemini" }),
}).openapi("Rhymes");

const Ideas = z.object({
  fields: z.array(z.string()),
  images: z.array(z.string()),
  scenes: z.array(z.string()),
  feelings: z.array(z.string()),
  rhymes: z.array(z.array(z.string())),
}).openapi("Ideas");

/** `GET /rhymes` and `GET /ideas`: what helps to write, without a project. */
export function rhymeRoutes(
  { lyricist, gemini }: Pick<AppDeps, "lyricist" | "gemini">,
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(rhymes, async (c) => {
    const { userId } = requireActor(c);
    const { word, near, limit, line } = c.req.valid("query");
    const { signal } = c.req.raw;
    const task = { word: word.trim(), near: near === "true", limit };
    const { perfect, near: others, ...rest } = await lyricist.ask("rhymes", task, signal);
    const chosen = line === undefined
      ? {}
      : await rhymesInContext({ lyricist, gemini }, { word: task.word, line }, {
        user: userId,
        signal,
        trace: { request_id: c.get("requestId") },
      });
    // What an engine in trouble did not say may be said the next time.
    const keeps = !("engine_reason" in chosen);
    c.header("Cache-Control", keeps ? "private, max-age=86400" : "no-store");
    return c.json({
      ...rest,
      perfect: perfect.map((group) => ({ ...group, words: [...group.words] })),
      near: others.map((group) => ({ ...group, words: [...group.words] })),
      ...chosen,
    }, 200);
  });

  app.openapi(ideas, async (c) => {
    requireActor(c);
    const { theme, emotion, seed } = c.req.valid("query");
    const mood = (emotion && moodNamed(emotion)) || { valence: 0, arousal: 0 };
    const found = await lyricist.ask("ideas", { theme, ...mood, seed }, c.req.raw.signal);
    return c.json({
      fields: [...found.fields],
      images: [...found.images],
      scenes: [...found.scenes],
      feelings: [...found.feelings],
      rhymes: found.rhymes.map((pair) => [...pair]),
    }, 200);
  });

  return app;
}

const rhymes = createRoute({
  method: "get",
  path: "/rhymes",
  tags: ["Lyrics"],
  summary: "Words that rhyme with a word",
  security: BEARER,
  request: {
    query: z.object({
      word: text(1, 60).openapi({ example: "fire" }),
      near: z.enum(["true", "false"]).default("false"),
      limit: z.coerce.number().int().min(1).max(200).default(60),
      line: text(0, 200).optional().openapi({
        description: "The line that is to end with a rhyme, as far as it is written",
      }),
    }),
  },
  responses: { 200: jsonAnswer(Rhymes, "The rhymes"), ...errors(422) },
});

const ideas = createRoute({
  method: "get",
  path: "/ideas",
  tags: ["Lyrics"],
  summary: "Images, scenes, feelings and rhymes for a theme",
  security: BEARER,
  request: {
    query: z.object({
      theme: text(1, 300).openapi({ example: "leaving home by train" }),
      emotion: text(1, 50).optional(),
      seed: z.coerce.number().int().min(0).max(2 ** 31 - 1).default(0),
    }),
  },
  responses: { 200: jsonAnswer(Ideas, "The ideas"), ...errors(422) },
});
