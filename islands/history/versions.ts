import { type ReadonlySignal, signal } from "@preact/signals";
import type { CanvasView, ImageView, StrokeView, TrackView } from "../../collab/document/schema.ts";
import type { Api } from "../session/api.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { ChangeSummary } from "./change_words.ts";

export type VersionReason =
  | "named"
  | "idle"
  | "ongoing"
  | "empty"
  | "before_restore"
  | "before_job";

/** One row of `GET /projects/{id}/versions`. */
export interface Version {
  readonly id: string;
  readonly name: string | null;
  readonly reason: VersionReason;
  readonly job_id: string | null;
  readonly created_by: string | null;
  readonly created_at: string;
  readonly changes: readonly ChangeSummary[];
}

/** A stroke as JSON: points are [x, y, pressure, milliseconds]. */
export type PastStroke = Omit<StrokeView, "points"> & {
  readonly points: readonly (readonly [number, number, number, number])[];
};

/** What the document was. */
export interface PastDocument {
  readonly meta: { readonly title: string };
  readonly canvases: readonly CanvasView[];
  readonly shapes: readonly (PastStroke | ImageView)[];
  readonly lyrics: string;
  readonly tracks: readonly TrackView[];
}

export interface Versions {
  /** Newest first; null until they have come. */
  readonly list: ReadonlySignal<readonly Version[] | null>;
  readonly total: ReadonlySignal<number>;
  /** What has changed since the newest of them. */
  readonly since: ReadonlySignal<readonly ChangeSummary[]>;
  readonly problem: ReadonlySignal<Problem | null>;
  load(): Promise<void>;
  more(): Promise<void>;
  /** @throws Problem */
  name(name: string): Promise<void>;
  /** @throws Problem */
  rename(id: string, name: string): Promise<void>;
  /** @returns the version to restore to take it back. @throws Problem */
  restore(id: string): Promise<Version>;
  /** @throws Problem */
  document(id: string, signal: AbortSignal): Promise<PastDocument>;
}

const PAGE = 30;

export function createVersions(api: Api, projectId: string): Versions {
  const list = signal<readonly Version[] | null>(null);
  const total = signal(0);
  const since = signal<readonly ChangeSummary[]>([]);
  const problem = signal<Problem | null>(null);
  const path = `/projects/${projectId}/versions`;
  const fetchPage = async (page: number) => {
    const answer = await api.get<{ readonly versions: readonly Version[]; readonly total: number }>(
      `${path}?limit=${PAGE}&page=${page}`,
    );
    total.value = answer.total;
    return answer.versions;
  };
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
      problem.value = null;
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  const load = () =>
    tried(async () => {
      const fresh = await fetchPage(1);
      const known = new Set(fresh.map(({ id }) => id));
      const older = (list.peek() ?? []).slice(PAGE).filter(({ id }) => !known.has(id));
      const newest = fresh[0];
      const moment = newest?.id ?? new Date(0).toISOString();
      const { changes } = await api.get<{ readonly changes: readonly ChangeSummary[] }>(
        `/projects/${projectId}/changes?since=${encodeURIComponent(moment)}`,
      );
      since.value = changes;
      list.value = [...fresh, ...older];
    });
  return {
    list,
    total,
    since,
    problem,
    load,
    more: () =>
      tried(async () => {
        const now = list.peek() ?? [];
        const known = new Set(now.map(({ id }) => id));
        const page = await fetchPage(Math.floor(now.length / PAGE) + 1);
        list.value = [...now, ...page.filter(({ id }) => !known.has(id))];
      }),
    name: async (name) => {
      await api.post(path, { name });
      await load();
    },
    rename: async (id, name) => {
      await api.patch(`${path}/${id}`, { name });
      await load();
    },
    restore: async (id) => {
      const { before } = await api.post<{ readonly before: Version }>(`${path}/${id}/restore`);
      await load();
      return before;
    },
    document: (id, stop) => api.get<PastDocument>(`${path}/${id}/document`, stop),
  };
}
