import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { view } from "../collab/document/view.ts";
import { fileOf } from "../jobs/take_sound.ts";
import { pitchOf } from "../jobs/pitch_contour.ts";
import { JobError } from "../jobs/job_kind.ts";
import { ApiError, notFound } from "../services/api_error.ts";
import { semaphore } from "../services/tokens/semaphore.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { projectOfRecording, soundOf, takeOf } from "./recording_json.ts";
import { BEARER, errors, Id, jsonAnswer } from "./schemas.ts";

const Hz = z.array(z.number().nullable());

const Pitch = z.object({
  hop_seconds: z.number().openapi({ description: "Value i is centred at i times this" }),
  f0_hz: Hz.openapi({ description: "Null where there is no pitch" }),
  notes: z.array(z.object({
    start_seconds: z.number(),
    end_seconds: z.number(),
    midi: z.number().openapi({ description: "The pitch held; 69 is A at 440 Hz" }),
    name: z.string().openapi({ example: "A4" }),
    confidence: z.number().min(0).max(1),
    target_midi: z.number().optional(),
  })),
  key: z.object({ key: z.string(), scale: z.string(), confidence: z.number() }),
  target_midi: Hz.optional().openapi({ description: "Of a tuned version: where it was led" }),
  problem: z.enum(["silent", "unpitched", "polyphonic"]).nullable().openapi({
    description: "Why it cannot be tuned, if so",
  }),
}).openapi("Pitch");

type Deps = Pick<AppDeps, "sql" | "access" | "rooms" | "blobs" | "ffmpeg">;

/** Listening takes a core for seconds. */
const LISTENED_AT_ONCE = 1;

/** `GET /recordings/{recording_id}/pitch`: the contour and the notes of a take or a version. */
export function pitchRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const listening = semaphore(LISTENED_AT_ONCE);
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(get, async (c) => {
    const { recording_id } = c.req.valid("param");
    const { version } = c.req.valid("query");
    const project = await projectOfRecording(deps, requireActor(c), recording_id, "project.read");
    const { recordings } = await deps.rooms.read(project, view);
    const sound = soundOf(recordings, recording_id, version);
    const { sample_rate: sampleRate } = takeOf(recordings, recording_id);
    const bytes = await told(async () => {
      const file = await fileOf(deps, project, sound);
      const contour = sound.kind === "version" ? sound.contour : null;
      const { signal } = c.req.raw;
      return await listening(() => pitchOf(deps, { file, sampleRate, contour }, signal));
    });
    c.header("Content-Type", "application/json");
    return c.body(bytes, 200) as never; // JSON already: written once, by who listened
  });

  return app;
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof JobError)) throw error;
    if (error.code === "RECORDING_GONE") throw notFound("recording");
    throw new ApiError(error.code, 422, error.message);
  }
}

const get = createRoute({
  method: "get",
  path: "/recordings/{recording_id}/pitch",
  tags: ["Voice"],
  summary: "What pitch a take has, moment by moment, and its notes",
  security: BEARER,
  request: {
    params: z.object({ recording_id: Id }),
    query: z.object({ version: Id.optional() }),
  },
  responses: { 200: jsonAnswer(Pitch, "As it was heard"), ...errors(404, 422) },
});
