import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  changeLyrics,
  MAX_LYRICS,
  readLyricTimes,
  timesOfLines,
} from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { LyricWishes } from "../jobs/generate_lyrics.ts";
import { MatchWishes } from "../jobs/match_lyrics.ts";
import { invalidField } from "../services/api_error.ts";
import { countWords } from "../services/lyrics/lines.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { jobJson, started } from "./jobs.ts";
import { etagOf, requireMatch } from "./middleware/etag.ts";
import { BEARER, errors, Id, jsonAnswer, jsonBody, text } from "./schemas.ts";

const Line = z.object({
  line: z.int().openapi({ description: "Its number in the text, from 0" }),
  text: z.string(),
  section: z.string().nullable(),
  kind: z.enum(["intro", "verse", "chorus", "bridge", "outro"]).nullable(),
  heading: z.boolean(),
  syllables: z.int(),
  fewest: z.int().openapi({ description: "Syllables a singer may make of it: fire is one or two" }),
  most: z.int(),
  stresses: z.string().openapi({ example: "01011", description: "A digit per syllable" }),
  rhyme: z.string().openapi({ description: "Lines of one letter rhyme within their section" }),
  start_seconds: z.number().nullable().openapi({ description: "When a match has set it" }),
  end_seconds: z.number().nullable(),
});

const Lyrics = z.object({
  project_id: Id,
  text: z.string(),
  word_count: z.int(),
  lines: z.array(Line),
}).openapi("Lyrics");

const NewLyrics = z.strictObject({ text: text(0, MAX_LYRICS) }).openapi("NewLyrics");

const GenerateRequest = z.strictObject({
  ...LyricWishes,
  theme: text(0, 300).transform((theme) => theme.trim()),
}).openapi("GenerateLyricsRequest");

const MatchRequest = z.strictObject(MatchWishes).openapi("MatchLyricsRequest");

type Deps = Pick<AppDeps, "access" | "rooms" | "jobs" | "lyricist">;

/** `/projects/{project_id}/lyrics`: one text that everybody writes in. */
export function lyricRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const { access, rooms, jobs, lyricist } = deps;
  const app = new OpenAPIHono<AppEnv>();

  const answer = async (projectId: string) => {
    const { words, times } = await rooms.read(projectId, (doc) => ({
      words: roots(doc).lyrics.toString(),
      times: readLyricTimes(roots(doc).meta),
    }));
    const readings = await lyricist.ask("read", { text: words });
    const timed = timesOfLines(readings.map((line) => line.heading ? "" : line.text), times);
    return {
      project_id: projectId,
      text: words,
      word_count: countWords(words),
      lines: readings.map((line, i) => ({
        ...line,
        start_seconds: timed[i]?.start_seconds ?? null,
        end_seconds: timed[i]?.end_seconds ?? null,
      })),
    };
  };

  app.openapi(get, async (c) => {
    const { project_id } = c.req.valid("param");
    await access.authorise(requireActor(c), project_id, "project.read");
    const lyrics = await answer(project_id);
    c.header("ETag", tagOf(lyrics.text));
    return c.json(lyrics, 200);
  });

  app.openapi(put, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const wanted = normal(c.req.valid("json").text);
    await access.authorise(actor, project_id, "project.edit");
    await rooms.edit(project_id, { kind: "rest", userId: actor.userId }, (doc) => {
      requireMatch(c, { text: roots(doc).lyrics.toString() });
      changeLyrics(doc, wanted);
    });
    const lyrics = await answer(project_id);
    c.header("ETag", tagOf(lyrics.text));
    return c.json(lyrics, 200);
  });

  app.openapi(generate, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    if (wishes.line !== undefined && wishes.section !== undefined) {
      throw invalidField("line", "comes without a section: it is in one");
    }
    const job = await begin(c, project_id, "lyrics.generate", wishes);
    return c.json(jobJson(job), 202);
  });

  app.openapi(match, async (c) => {
    const actor = requireActor(c);
    const { project_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    await access.authorise(actor, project_id, "project.edit");
    if (wishes.recording_id !== undefined && wishes.track_id !== undefined) {
      throw invalidField("track_id", "comes without a recording_id");
    }
    const job = await begin(c, project_id, "lyrics.match", wishes);
    return c.json(jobJson(job), 202);
  });

  /** The text goes with the question: what is written after it was asked stays. */
  async function begin(c: Context<AppEnv>, projectId: string, kind: string, wishes: object) {
    const asked_text = await rooms.read(projectId, (doc) => roots(doc).lyrics.toString());
    const job = await jobs.start({
      kind,
      projectId,
      createdBy: requireActor(c).userId,
      requestId: c.get("requestId"),
      input: { ...wishes, asked_text },
    });
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return job;
  }

  return app;
}

/** The times are not part of it: who changes words asks whether the words are still those. */
function tagOf(text: string): string {
  return etagOf(JSON.stringify({ text }));
}

/** Line ends as the document has them. */
function normal(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

const params = z.object({ project_id: Id });

const get = createRoute({
  method: "get",
  path: "/projects/{project_id}/lyrics",
  tags: ["Lyrics"],
  summary: "The words, line by line: sections, syllables, rhymes, times",
  security: BEARER,
  request: { params },
  responses: { 200: jsonAnswer(Lyrics, "The lyrics"), ...errors(404) },
});

const put = createRoute({
  method: "put",
  path: "/projects/{project_id}/lyrics",
  tags: ["Lyrics"],
  summary: "Replace the words, as the smallest change: others' edits and cursors stay",
  security: BEARER,
  request: { params, body: jsonBody(NewLyrics) },
  responses: { 200: jsonAnswer(Lyrics, "The lyrics"), ...errors(400, 403, 404, 412, 415, 422) },
});

const generate = createRoute({
  method: "post",
  path: "/projects/{project_id}/lyrics/generate",
  tags: ["Lyrics"],
  summary: "Write a song, a section or a line; or alternates of one",
  security: BEARER,
  request: { params, body: jsonBody(GenerateRequest) },
  responses: { ...started, ...errors(400, 403, 404, 415, 422) },
});

const match = createRoute({
  method: "post",
  path: "/projects/{project_id}/lyrics/match",
  tags: ["Lyrics"],
  summary: "Fit the words to a melody: what is changed, why, and when each word is sung",
  security: BEARER,
  request: { params, body: jsonBody(MatchRequest) },
  responses: { ...started, ...errors(400, 403, 404, 415, 422) },
});
