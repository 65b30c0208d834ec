import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { RecordingView } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import { findAssets } from "../db/assets.ts";
import { HarmonyWishes } from "../jobs/harmonise_voice.ts";
import { ProcessWishes } from "../jobs/process_voice.ts";
import { songUnder } from "../jobs/song_under.ts";
import { StyleWishes } from "../jobs/style_voice.ts";
import { ApiError, invalidField, notFound } from "../services/api_error.ts";
import type { AppDeps } from "./deps.ts";
import { type AppEnv, requireActor } from "./env.ts";
import { jobJson, started } from "./jobs.ts";
import { projectOfRecording, soundOf } from "./recording_json.ts";
import { BEARER, errors, Id, jsonBody } from "./schemas.ts";

const Version = {
  version: Id.optional().openapi({ description: "What to start from; left out: the original" }),
};

const ProcessRequest = z.strictObject({ ...Version, ...ProcessWishes })
  .refine(
    ({ pitch_correction, timing, breath_control }) => pitch_correction || timing || breath_control,
    "Say what is to be done: pitch_correction, timing or breath_control.",
  ).openapi("ProcessRequest");

const StyleRequest = z.strictObject({
  ...Version,
  ...StyleWishes,
  style: StyleWishes.style.optional(),
}).openapi("StyleRequest");

const HarmoniesRequest = z.strictObject({ ...Version, ...HarmonyWishes })
  .openapi("HarmoniesRequest");

type Deps = Pick<AppDeps, "config" | "sql" | "access" | "rooms" | "blobs" | "jobs">;

/** `POST /recordings/{recording_id}/process`, `/style`, `/harmonies`: each a job. */
export function voiceJobRoutes(deps: Deps): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>();

  app.openapi(process, async (c) => {
    const { recording_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    const { projectId } = await takeAt(deps, c, recording_id, wishes.version);
    if (wishes.timing && wishes.timing.tempo_bpm === undefined) {
      const { tempoBpm } = await songUnder(deps, projectId);
      if (tempoBpm === null) {
        throw invalidField("timing.tempo_bpm", "is needed, because the project has no tempo yet");
      }
    }
    return await begin(c, projectId, "voice.process", { recording_id, ...wishes });
  });

  app.openapi(style, async (c) => {
    const { recording_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    const { projectId, recordings } = await takeAt(deps, c, recording_id, wishes.version);
    const { reference_asset_id } = wishes;
    const name = wishes.style ?? (reference_asset_id === undefined ? undefined : "match");
    if (name === undefined) throw invalidField("style", "is needed, or a reference_asset_id");
    if ((name === "match") !== (reference_asset_id !== undefined)) {
      throw invalidField("reference_asset_id", "comes with the style match, and only with it");
    }
    if (reference_asset_id !== undefined) {
      await assertReference(deps, projectId, recordings, reference_asset_id);
    }
    const input = { recording_id, ...wishes, style: name };
    return await begin(c, projectId, "voice.style", input);
  });

  app.openapi(harmonies, async (c) => {
    const { recording_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    const { projectId } = await takeAt(deps, c, recording_id, wishes.version);
    return await begin(c, projectId, "voice.harmonies", { recording_id, ...wishes });
  });

  app.openapi(transcribe, async (c) => {
    const { recording_id } = c.req.valid("param");
    const wishes = c.req.valid("json");
    const { projectId } = await takeAt(deps, c, recording_id, wishes.version);
    if (!deps.config.gemini) {
      throw new ApiError(
        "ENGINE_UNAVAILABLE",
        409,
        "Words are written down by Gemini alone, and this server has no key for it.",
      );
    }
    return await begin(c, projectId, "voice.transcribe", { recording_id, ...wishes });
  });

  return app;

  async function begin(c: Context<AppEnv>, projectId: string, kind: string, input: unknown) {
    const job = await deps.jobs.start({
      ...{ kind, projectId, input },
      createdBy: requireActor(c).userId,
      requestId: c.get("requestId"),
    });
    c.header("Location", `/api/v1/jobs/${job.id}`);
    return c.json(jobJson(job), 202);
  }
}

/**
 * The project of a take that the caller may work on.
 * @throws ApiError 404 when there is no such take or version, or it is a stranger's; 403.
 */
async function takeAt(
  deps: Pick<Deps, "sql" | "access" | "rooms">,
  c: Context<AppEnv>,
  recordingId: string,
  versionId: string | undefined,
): Promise<{ readonly projectId: string; readonly recordings: readonly RecordingView[] }> {
  const projectId = await projectOfRecording(deps, requireActor(c), recordingId, "project.edit");
  const { recordings } = await deps.rooms.read(projectId, view);
  soundOf(recordings, recordingId, versionId);
  return { projectId, recordings };
}

/** A recording of this very project: the server never reads anything else. */
async function assertReference(
  { sql }: Pick<Deps, "sql">,
  projectId: string,
  recordings: readonly RecordingView[],
  assetId: string,
): Promise<void> {
  const [file] = await findAssets(sql, projectId, [assetId]);
  if (!file || !recordings.some(({ asset }) => asset === assetId)) throw notFound("reference");
}

const tags = ["Voice"];
const params = z.object({ recording_id: Id });
const answers = { ...started, ...errors(400, 403, 404, 415, 422) };

const process = createRoute({
  method: "post",
  path: "/recordings/{recording_id}/process",
  tags,
  summary: "Put a take in tune and in time, calm its breaths: a new version beside it",
  security: BEARER,
  request: { params, body: jsonBody(ProcessRequest) },
  responses: answers,
});

const style = createRoute({
  method: "post",
  path: "/recordings/{recording_id}/style",
  tags,
  summary: "Give a take a style, or that of another recording: a new version beside it",
  security: BEARER,
  request: { params, body: jsonBody(StyleRequest) },
  responses: answers,
});

const harmonies = createRoute({
  method: "post",
  path: "/recordings/{recording_id}/harmonies",
  tags,
  summary: "Add voices in harmony, each a track",
  security: BEARER,
  request: { params, body: jsonBody(HarmoniesRequest) },
  responses: answers,
});

const transcribe = createRoute({
  method: "post",
  path: "/recordings/{recording_id}/transcribe",
  tags,
  summary: "Write down the words of a take, with their times",
  security: BEARER,
  request: {
    params,
    body: {
      required: false,
      content: { "application/json": { schema: z.strictObject(Version) } },
    },
  },
  responses: { ...started, ...errors(400, 403, 404, 409, 415, 422) },
});
