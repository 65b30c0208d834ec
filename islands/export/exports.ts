import { type Signal, signal } from "@preact/signals";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import type { ExportFormat, ExportKind } from "./export_words.ts";

/** An export as REST tells it, as far as it is shown. */
export interface SongExport {
  readonly id: string;
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly status: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  readonly file: ExportedFile | null;
  readonly created_by: string | null;
  readonly created_at: string;
}

export interface ExportedFile {
  readonly filename: string;
  readonly byte_length: number;
  readonly duration_seconds: number | null;
  readonly loudness_lufs: number | null;
  readonly lines_without_time?: number;
  readonly url: string;
}

export interface Exports {
  /** Newest first; null while they are fetched for the first time. */
  readonly list: Signal<readonly SongExport[] | null>;
  readonly problem: Signal<Problem | null>;
  refresh(): Promise<void>;
  /** A link to a file lasts some minutes, so each download asks for a new one. */
  download(id: string): Promise<void>;
}

const SHOWN = 50;

export function createExports({ api, room }: Pick<Studio, "api" | "room">): Exports {
  const list = signal<readonly SongExport[] | null>(null);
  const problem = signal<Problem | null>(null);
  const fetched = async () => {
    const path = `/projects/${room.projectId}/exports?limit=${SHOWN}`;
    const { exports } = await api.get<{ readonly exports: readonly SongExport[] }>(path);
    return list.value = exports;
  };
  return {
    list,
    problem,
    refresh: async () => {
      try {
        await fetched();
        problem.value = null;
      } catch (error) {
        problem.value = asProblem(error);
      }
    },
    download: async (id) => {
      const file = (await fetched()).find((one) => one.id === id)?.file;
      if (!file) throw new Error("This file is gone. Export it again.");
      const link = document.createElement("a");
      link.href = file.url;
      link.download = file.filename;
      link.click();
    },
  };
}
