import { writeWav } from "../services/mixer/wav.ts";

/** Who may do what: one row for each route of a project, and the status for each role. */
export interface RouteRow {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: Readonly<
    Record<"owner" | "editor" | "commenter" | "viewer" | "stranger", number>
  >;
}

const read = { owner: 200, editor: 200, commenter: 200, viewer: 200, stranger: 404 };
const edit = (status: number) => ({
  owner: status,
  editor: status,
  commenter: 403,
  viewer: 403,
  stranger: 404,
});
const manage = (status: number) => ({ ...edit(403), owner: status });

const stroke = { points: [[10, 20], [30, 40, 0.7]], color: "indigo", width: 4 };

export const ROUTES: readonly RouteRow[] = [
  { method: "GET", path: "/projects/{project_id}", status: read },
  { method: "PATCH", path: "/projects/{project_id}", body: { title: "T" }, status: edit(200) },
  {
    method: "PATCH",
    path: "/projects/{project_id}",
    body: { is_public: true },
    status: manage(200),
  },
  { method: "DELETE", path: "/projects/{project_id}", status: manage(204) },
  {
    method: "POST",
    path: "/projects/{project_id}/restore",
    status: { ...edit(403), owner: 409, editor: 403 },
  },
  { method: "GET", path: "/projects/{project_id}/members", status: read },
  {
    method: "PUT",
    path: "/projects/{project_id}/members/{user_id}",
    body: { role: "viewer" },
    status: { ...manage(201), stranger: 404 },
  },
  { method: "GET", path: "/projects/{project_id}/document", status: read },
  { method: "GET", path: "/projects/{project_id}/document/update", status: read },
  { method: "GET", path: "/projects/{project_id}/lyrics", status: read },
  {
    method: "PUT",
    path: "/projects/{project_id}/lyrics",
    body: { text: "[Verse]\nla la" },
    status: edit(200),
  },
  {
    method: "POST",
    path: "/projects/{project_id}/lyrics/generate",
    body: { theme: "rain", mode: "insert" },
    status: edit(202),
  },
  {
    method: "POST",
    path: "/projects/{project_id}/lyrics/match",
    body: {},
    status: edit(202),
  },
  { method: "GET", path: "/projects/{project_id}/versions", status: read },
  {
    method: "POST",
    path: "/projects/{project_id}/versions",
    body: { name: "N" },
    status: edit(201),
  },
  { method: "GET", path: "/projects/{project_id}/versions/{version_id}", status: read },
  { method: "GET", path: "/projects/{project_id}/versions/{version_id}/document", status: read },
  {
    method: "PATCH",
    path: "/projects/{project_id}/versions/{version_id}",
    body: { name: "N" },
    status: edit(200),
  },
  {
    method: "POST",
    path: "/projects/{project_id}/versions/{version_id}/restore",
    status: edit(200),
  },
  {
    method: "GET",
    path: "/projects/{project_id}/changes?since=2026-01-01T00:00:00Z",
    status: read,
  },
  { method: "GET", path: "/projects/{project_id}/credits", status: read },
  { method: "GET", path: "/projects/{project_id}/canvases", status: read },
  { method: "POST", path: "/projects/{project_id}/canvases", body: {}, status: edit(201) },
  { method: "GET", path: "/projects/{project_id}/recordings", status: read },
  {
    method: "POST",
    path: "/projects/{project_id}/recordings",
    body: take(),
    status: edit(201),
  },
  { method: "GET", path: "/recordings/{recording_id}", status: read },
  { method: "PATCH", path: "/recordings/{recording_id}", body: { name: "N" }, status: edit(200) },
  { method: "DELETE", path: "/recordings/{recording_id}", status: edit(204) },
  {
    method: "POST",
    path: "/recordings/{recording_id}/process",
    body: { pitch_correction: { strength: 1 } },
    status: edit(202),
  },
  {
    method: "POST",
    path: "/recordings/{recording_id}/style",
    body: { style: "jazz" },
    status: edit(202),
  },
  {
    method: "POST",
    path: "/recordings/{recording_id}/harmonies",
    body: { parts: 2 },
    status: edit(202),
  },
  { method: "POST", path: "/recordings/{recording_id}/transcribe", body: {}, status: edit(409) },
  { method: "GET", path: "/projects/{project_id}/tracks", status: read },
  { method: "GET", path: "/projects/{project_id}/tracks/{track_id}", status: read },
  {
    method: "PATCH",
    path: "/projects/{project_id}/tracks/{track_id}",
    body: { gain_db: -3 },
    status: edit(200),
  },
  { method: "DELETE", path: "/projects/{project_id}/tracks/{track_id}", status: edit(204) },
  { method: "GET", path: "/projects/{project_id}/exports", status: read },
  {
    method: "POST",
    path: "/projects/{project_id}/exports",
    body: { kind: "lyrics", format: "txt" },
    status: edit(202),
  },
  { method: "GET", path: "/canvases/{canvas_id}", status: read },
  { method: "PATCH", path: "/canvases/{canvas_id}", body: { name: "N" }, status: edit(200) },
  { method: "DELETE", path: "/canvases/{canvas_id}", status: edit(204) },
  {
    method: "POST",
    path: "/canvases/{canvas_id}/strokes",
    body: { strokes: [stroke] },
    status: edit(201),
  },
  { method: "DELETE", path: "/canvases/{canvas_id}/shapes/{shape_id}", status: edit(204) },
];

/** The form that uploads a fifth of a second. */
function take(): FormData {
  const form = new FormData();
  form.set("file", new File([writeWav([new Float32Array(9600)], 48_000, 16)], "take.wav"));
  return form;
}
