import { type ReadonlySignal, signal } from "@preact/signals";
import type { Api } from "../session/api.ts";
import { asProblem, type Problem } from "../session/problem.ts";

export type MemberRole = "owner" | "editor" | "commenter" | "viewer";

/** One row of `GET /projects/{id}/members`. */
export interface Member {
  readonly user_id: string;
  readonly username: string;
  readonly color: number;
  readonly role: MemberRole;
}

/** Who belongs to the song. */
export interface Members {
  readonly list: ReadonlySignal<readonly Member[]>;
  readonly problem: ReadonlySignal<Problem | null>;
  load(): Promise<void>;
  /** Adds somebody or changes their role. @throws Problem */
  put(userId: string, role: Exclude<MemberRole, "owner">): Promise<void>;
  /** @throws Problem */
  remove(userId: string): Promise<void>;
}

export function createMembers(api: Api, projectId: string): Members {
  const list = signal<readonly Member[]>([]);
  const problem = signal<Problem | null>(null);
  const path = `/projects/${projectId}/members`;
  const load = async () => {
    try {
      list.value = (await api.get<{ members: readonly Member[] }>(`${path}?limit=100`)).members;
      problem.value = null;
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  return {
    list,
    problem,
    load,
    put: async (userId, role) => {
      await api.put(`${path}/${encodeURIComponent(userId)}`, { role });
      await load();
    },
    remove: async (userId) => {
      await api.delete(`${path}/${encodeURIComponent(userId)}`);
      await load();
    },
  };
}

export const ROLE_WORDS: Readonly<Record<MemberRole, string>> = {
  owner: "Owner",
  editor: "Can edit",
  commenter: "Can comment",
  viewer: "Can look and listen",
};
